import {
  CloudAdapter,
  PrivateConversationState,
  ShowTypingMiddleware,
  TeamsSSOTokenExchangeMiddleware,
} from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import type { Logger } from 'pino';
import { RootDialog } from '../dialogs/root-dialog.ts';
import type { RootDialogSettings } from '../dialogs/root-dialog.ts';
import { showHelp } from '../dialogs/help.ts';
import type { ChatMemory } from '../dialogs/help.ts';
import { isOrder } from '../dialogs/orders.ts';
import { elsewhere } from '../locales/elsewhere.ts';
import { languageOf } from '../locales/language-of.ts';
import { createAccountRealms } from './adapters/entra/account-realms.ts';
import { createBotTokens } from './adapters/entra/connector-credentials.ts';
import { createOboTokens } from './adapters/entra/obo-tokens.ts';
import { createGraphDirectory } from './adapters/graph/graph-directory.ts';
import { emitAuditHeads } from './adapters/postgres/audit-heads.ts';
import type { AuditHeads } from './adapters/postgres/audit-heads.ts';
import { createPostgresAwayBook } from './adapters/postgres/away-book.ts';
import { createPostgresBotStorage } from './adapters/postgres/bot-storage.ts';
import type { BotStorage } from './adapters/postgres/bot-storage.ts';
import { createPostgresCardLedger } from './adapters/postgres/card-ledger.ts';
import type { Database } from './adapters/postgres/connection.ts';
import { createPostgresChannelPosts } from './adapters/postgres/channel-posts.ts';
import { openDatabase } from './adapters/postgres/database.ts';
import { createPostgresPauseSwitch } from './adapters/postgres/pause-switch.ts';
import { createQueue } from './adapters/postgres/queue.ts';
import type { Queue } from './adapters/postgres/queue.ts';
import { createPostgresRequestBook } from './adapters/postgres/request-book.ts';
import { createPostgresRequestStore } from './adapters/postgres/request-store.ts';
import { createHeadSigner } from './adapters/postgres/signed-head.ts';
import { createCardSignIn } from './bot/card-sign-in.ts';
import { createChannelAuthentication, createUserTokens } from './bot/channel-authentication.ts';
import { createChannelAssertions } from './bot/channel-assertions.ts';
import { errorBoundary } from './bot/error-boundary.ts';
import { FarewellAdapter } from './bot/farewell-adapter.ts';
import { FarewellBot } from './bot/farewell-bot.ts';
import { createNotifier } from './bot/notifier.ts';
import { createOrderMover } from './bot/order-mover.ts';
import { createStatusChannel, showIn } from './bot/status-channel.ts';
import { tokenExchangeGate } from './bot/token-exchange-gate.ts';
import { turnMiddleware } from './bot/turn-middleware.ts';
import { createWelcome } from './bot/welcome.ts';
import { createAllCommands } from './commands.ts';
import { createClarifyFor } from './compose/clarify.ts';
import { createReachFor } from './compose/reach.ts';
import { createSignIn } from './compose/sign-in.ts';
import type { SignIn } from './compose/sign-in.ts';
import { sweepSignInMarks } from './compose/sweep.ts';
import type { Config } from './config.ts';
import { userId } from './core/identity.ts';
import type { Policies } from './core/policy.ts';
import type { Clock, FollowUpHandlers, RequestStore } from './core/ports.ts';
import { outOfScopeTopic } from './core/understanding/out-of-scope.ts';
import type { Workflow } from './core/workflow/deps.ts';
import { executeRequest } from './core/workflow/execute.ts';
import { expireRequest } from './core/workflow/expire.ts';
import { markNotReached } from './core/workflow/not-reached.ts';
import { nudgeRequest } from './core/workflow/nudge.ts';
import { settlePause } from './core/workflow/pause.ts';
import { close, listen } from './listening.ts';
import { recordRefusals } from './refusal-record.ts';
import { createServer } from './server.ts';
import { systemClock } from './system-clock.ts';
import { createUnderstanding } from './understanding.ts';

export interface Farewell {
  /** Resolves with the port once the bot listens. Work that an earlier process left is taken up from here on. */
  start(): Promise<number>;
  /** Takes no more work, finishes what runs, and closes the database. */
  stop(): Promise<void>;
}

function authenticate({ bot, channel, entraUrl }: Config): BotFrameworkAuthentication {
  const registration = { botId: bot.id, botPassword: bot.password, botTenantId: bot.tenantId, entraUrl };
  return createChannelAuthentication({ bot, channel, tokens: createBotTokens(registration) });
}

function createWorkflow(
  config: Config,
  { clock, policies }: Pick<Workflow, 'clock' | 'policies'>,
  database: Database,
  queue: Queue,
  signIn: SignIn,
): Workflow {
  const { entraUrl, graphUrl, sso } = config;
  const tokensFor = createOboTokens({ ssoAppId: sso.appId, ssoAppSecret: sso.appSecret, entraUrl });
  return {
    directory: createGraphDirectory({ graphUrl, tokensFor }),
    assertions: createChannelAssertions(signIn),
    requests: createPostgresRequestStore(database, queue),
    book: createPostgresRequestBook(database, clock),
    audit: signIn.audit,
    contacts: signIn.contacts,
    away: createPostgresAwayBook(database),
    pause: createPostgresPauseSwitch(database),
    operators: config.operators.map((id) => userId.parse(id)),
    adminContact: config.adminContact,
    clock,
    policies,
  };
}

interface Face {
  adapter: CloudAdapter;
  bot: FarewellBot;
}

type Spoken = Pick<RootDialogSettings, 'flow' | 'ledger' | 'realms' | 'adminContact' | 'clarify'>;

function createFace(
  { flow, botId, ...others }: Spoken & { botId: string },
  storage: BotStorage,
  signIn: SignIn,
  auth: BotFrameworkAuthentication,
  log: Logger,
): Face {
  const { connectionName, userTokens, verify } = signIn;
  const { assertions, audit, clock, contacts } = flow;
  const state = new PrivateConversationState(storage);
  const { understand } = createUnderstanding();
  const command = createAllCommands();
  const adapter = new FarewellAdapter(auth);
  adapter.onTurnError = errorBoundary(state, log);
  adapter.use(turnMiddleware(flow, languageOf));
  adapter.use(tokenExchangeGate({ audit, clock, verify }));
  adapter.use(new TeamsSSOTokenExchangeMiddleware(storage, connectionName));
  adapter.use(new ShowTypingMiddleware(2_000, 3_000));
  const memory = state.createProperty<ChatMemory>('memory');
  const outOfScope: RootDialogSettings['outOfScope'] = (text) => outOfScopeTopic(text, elsewhere);
  const root = new RootDialog({ flow, ...others, connectionName, understand, command, outOfScope, memory });
  const cardSignIn = createCardSignIn({ assertions, audit, clock, connectionName, userTokens, verify });
  const welcome = createWelcome(storage, (context) => showHelp(flow, memory, context, 'welcome'));
  const moveOrder = createOrderMover({
    adapter,
    opener: new CloudAdapter(auth),
    botId,
    storage,
    contacts,
    clock,
    log,
    isOrder: (text, locale) => isOrder(understand(text, locale), command(text)),
  });
  return { adapter, bot: new FarewellBot(root, state, cardSignIn, welcome, moveOrder) };
}

function databaseOptions({ database }: Config): { url?: string; dataDir?: string } {
  return database.kind === 'postgres' ? { url: database.url } : { dataDir: database.directory };
}

const MINUTE = 60_000;

/** Whatever the log level: a head that was not written down proves nothing. */
function startAuditHeads(config: Config, database: Database, log: Logger): AuditHeads | undefined {
  if (config.auditSigningKey === undefined) return undefined;
  const headLog = log.child({}, { level: 'info' });
  return emitAuditHeads({
    database,
    sign: createHeadSigner(config.auditSigningKey),
    emit: (head) => headLog.info({ head }, 'audit head'),
    report: (error) => log.error({ err: error }, 'no audit head'),
    now: () => systemClock.now(),
  });
}

/** Everything below the web server, built from the configuration alone. */
interface Parts {
  database: Database;
  queue: Queue;
  flow: Workflow;
  face: Face;
  handlers: FollowUpHandlers;
}

/** None or one. */
function statusChannels(
  { bot, statusChannel: channel }: Config,
  adapter: CloudAdapter,
  database: Database,
  requests: RequestStore,
  log: Logger,
): FollowUpHandlers['show'][] {
  if (!channel) return [];
  const posts = createPostgresChannelPosts(database);
  return [createStatusChannel({ adapter, botId: bot.id, channel, requests, posts, log })];
}

async function buildParts(config: Config, policies: Policies, log: Logger, clock: Clock): Promise<Parts> {
  const report = (error: unknown): void => log.error({ err: error }, 'background work failed');
  const database = await openDatabase({ ...databaseOptions(config), report });
  const queue = await createQueue(database);
  const authentication = authenticate(config);
  const signIn = createSignIn(config, clock, database, createUserTokens(config.bot.id, authentication));
  const reach = createReachFor(config, new CloudAdapter(authentication), signIn, log);
  const flow = { ...createWorkflow(config, { clock, policies }, database, queue, signIn), reach };
  const { contacts, requests } = flow;
  const storage = createPostgresBotStorage(database);
  sweepSignInMarks(storage, log);
  const ledger = createPostgresCardLedger(database);
  const realms = createAccountRealms({ entraUrl: config.entraUrl, now: Date.now });
  const clarify = createClarifyFor(config, log);
  const parts = { flow, botId: config.bot.id, ledger, realms, adminContact: config.adminContact, clarify };
  const face = createFace(parts, storage, signIn, authentication, log);
  const handlers: FollowUpHandlers = {
    show: showIn([
      createNotifier({
        adapter: face.adapter,
        botId: config.bot.id,
        requests,
        ledger,
        contacts,
        notReached: (id, who) => markNotReached(flow, id, who),
        log,
      }),
      ...statusChannels(config, face.adapter, database, requests, log),
    ]),
    execute: (id) => executeRequest(flow, id),
    expire: (id) => expireRequest(flow, id),
    nudge: (id) => nudgeRequest(flow, id),
  };
  return { database, queue, flow, face, handlers };
}

/** Builds the bot; it does nothing before `start`. */
export async function compose(config: Config, policies: Policies, log: Logger, clock = systemClock): Promise<Farewell> {
  const { database, queue, flow, face, handlers } = await buildParts(config, policies, log, clock);
  let ready = false;
  let heads: AuditHeads | undefined;
  const refusals = recordRefusals({
    audit: flow.audit,
    clock: flow.clock,
    report: (error) => log.error({ err: error }, 'refusals not recorded'),
    everyMilliseconds: MINUTE,
  });
  const server = createServer({
    botId: config.bot.id,
    channelIssuer: config.channel.issuer,
    channelMetadataUrl: config.channel.metadataUrl,
    allowedTenants: config.allowedTenants,
    processActivity: (request, response) => face.adapter.process(request, response, (context) => face.bot.run(context)),
    onRefusal: (refusal) => refusals.note(refusal),
    isReady: async () => ready && (await database.query('select 1')).length === 1,
    log,
  });
  return {
    async start() {
      heads = startAuditHeads(config, database, log);
      await queue.work(handlers);
      await settlePause(flow);
      await listen(server, config);
      ready = true;
      return server.address().port;
    },
    async stop() {
      ready = false;
      await close(server);
      await queue.stop();
      await refusals.stop();
      await heads?.stop();
      await database.close();
    },
  };
}
