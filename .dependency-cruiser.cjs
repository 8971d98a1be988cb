// The allowed arrows between folders, type imports included. docs/architecture.md draws them.
const sources = '^(src|dialogs|cards|locales)/';

/** `from` may not reach anything of ours but `to`. */
function only(name, from, to, comment) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from },
    to: { path: '^(src|dialogs|cards|locales|sandbox|scripts|test)/', pathNot: to },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    only(
      'core-knows-nothing',
      '^src/core/',
      '^src/core/',
      'core decides; it imports no adapter, bot, card or sentence',
    ),
    {
      name: 'core-without-sdks',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/(zod|canonicalize|fastest-levenshtein)/' },
    },
    {
      name: 'core-without-system',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    only('errors-at-the-ground', '^src/core/errors[.]ts$', '^src/core/identity[.]ts$'),
    only('plan-above-errors', '^src/core/plan[.]ts$', '^src/core/(digest|identity|errors)[.]ts$'),
    only(
      'policy-and-execution-above-plan',
      '^src/core/(policy|execution|what-changed|setback)[.]ts$',
      '^src/core/(identity|errors|plan|what-changed)[.]ts$',
    ),
    only(
      'request-above-policy',
      '^src/core/request[.]ts$',
      '^src/core/(digest|identity|errors|plan|policy|execution|setback|history)[.]ts$',
    ),
    only(
      'ports-above-request',
      '^src/core/ports[.]ts$',
      '^src/core/(identity|errors|plan|policy|execution|request|audit)[.]ts$',
    ),
    {
      name: 'operations-below-workflow',
      severity: 'error',
      from: { path: '^src/core/operations/' },
      to: { path: '^src/core/(workflow|understanding)/' },
    },
    only('understanding-stands-beside', '^src/core/understanding/', '^src/core/understanding/'),
    only(
      'adapters-reach-core',
      '^src/adapters/([^/]+)/',
      '^src/(core/|adapters/$1/)',
      'an adapter knows the core and itself',
    ),
    only('cards-reach-core', '^cards/', '^(cards|locales)/|^src/core/'),
    only('locales-stand-alone', '^locales/', '^locales/'),
    only('dialogs-reach-cards-and-core', '^dialogs/', '^(dialogs|cards|locales)/|^src/core/'),
    only('bot-reaches-cards-and-core', '^src/bot/', '^src/(bot|core)/|^(cards|locales)/|^dialogs/turn[.]ts$'),
    only('front-door-stands-alone', '^src/(server[.]ts|front-door/)', '^src/front-door/'),
    only('config-stands-alone', '^src/config(/|[.]ts$)', '^src/config/|^locales/languages[.]ts$'),
    only('policy-file-reads-the-policy', '^src/policy-file(/|[.]ts$)', '^src/core/|^src/policy-file/'),
    only('audit-command-reads', '^src/audit(/|[.]ts$)', '^src/(audit/|config[.]ts$|adapters/postgres/)'),
    only('sandbox-meets-farewell-on-http', '^sandbox/', '^sandbox/'),
    {
      name: 'farewell-knows-no-sandbox',
      severity: 'error',
      from: { path: sources },
      to: { path: '^(sandbox|test|scripts)/' },
    },
    {
      name: 'botbuilder-behind-the-face',
      severity: 'error',
      comment: "Microsoft's SDK support has ended: a move to another must touch these alone",
      from: {
        path: '^(src|cards|locales|dialogs|scripts|sandbox)/',
        pathNot: '^(dialogs/|src/bot/|src/compose[.]ts$|src/server[.]ts$)',
      },
      to: { path: 'node_modules/(botbuilder|botframework)' },
    },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: sources },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-unresolved', severity: 'error', from: { path: sources }, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
