import type { Settings } from './settings.ts';

export function banner(settings: Settings, cloudUrl: string): string {
  const bot = `http://127.0.0.1:${settings.SANDBOX_BOT_PORT}`;
  const rows = settings.playground
    ? [
        `  Alex Wilber, License Administrator:   http://localhost:${settings.SANDBOX_ALEX_PORT}`,
        `  Megan Bowen, Global Administrator:    http://localhost:${settings.SANDBOX_MEGAN_PORT}`,
        '',
        "  1. In Alex's window, type:  remove Ana's E3 license",
        '     Sign in as Alex when the bot asks, read the card, tick "I understand the impact", send it.',
        "  2. In Megan's window, approve the card that arrives.",
        '  3. Look at both windows: each card tells what happened, and Ana has no E3 any more.',
      ]
    : ['  No chat windows (--no-playground).'];
  return [
    '',
    'Farewell, in a pretend Microsoft cloud. Everything is on this machine; nothing here is real.',
    '',
    ...rows,
    '',
    `  The bot ${bot}   the cloud ${cloudUrl}   the bot's log ${settings.SANDBOX_STATE_DIR}/bot.log`,
    '  Start again with --fresh to forget everything. Ctrl-C stops it all.',
    '',
    settings.playground ? readyLine(settings) : `READY ${bot}`,
    '',
  ].join('\n');
}

function readyLine({ SANDBOX_ALEX_PORT, SANDBOX_MEGAN_PORT }: Settings): string {
  const windows = `Alex http://localhost:${SANDBOX_ALEX_PORT}, Megan http://localhost:${SANDBOX_MEGAN_PORT}`;
  return `READY ${windows}: type "remove Ana's E3 license" in Alex's window`;
}
