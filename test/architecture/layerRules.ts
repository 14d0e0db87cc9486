import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/**
 * The layers of ARCHITECTURE.md section 2 as rules. A rule says what a folder may
 * not import; everything it may is in that page's list of allowed directions.
 */
const only = (name: string, from: string, allowed: string[]): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

/** An npm package that exactly these files may import. */
const importedOnlyBy = (name: string, packages: string, files: string[]): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { pathNot: files },
  to: { path: `node_modules/(${packages})/` },
});

const contract = '^preload/contract/';
const node = '^(node:)?[a-z_/]+$';
const npm = 'node_modules/';

export const configuration = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-barrel-but-the-contract',
      severity: 'error',
      from: {},
      to: { path: '(?<!^preload/contract)/index\\.ts$', pathNot: npm },
    },

    only('contract-stands-alone', contract, [contract, 'node_modules/zod/']),
    only('engine', '^main/engine/', ['^main/engine/', contract, node, npm]),
    only('rpc', '^main/rpc/', ['^main/rpc/', contract, '^main/engine/(ports|createEngine)\\.ts$', node]),
    only('demo', '^main/demo/', [
      '^main/demo/',
      contract,
      '^main/engine/ports\\.ts$',
      node,
      'node_modules/(smtp-server|@types)/',
    ]),
    only('shell-electron', '^main/shell-electron/', [
      '^main/(shell-electron|rpc|engine|demo|shell-common)/',
      contract,
      '^preload/[A-Za-z]+\\.ts$',
      '^test/unit/main/shell-electron/fakeElectron\\.ts$',
      node,
      npm,
    ]),
    only('shell-loopback', '^main/shell-loopback/', [
      '^main/(shell-loopback|rpc|engine|demo|shell-common)/',
      contract,
      node,
      npm,
    ]),
    only('preload', '^preload/[^/]+$', ['^preload/', 'node_modules/electron/', '^electron$']),

    only('domain', '^renderer/domain/', ['^renderer/domain/', contract, npm]),
    only('db', '^renderer/db/', ['^renderer/(db|domain)/', contract, 'node_modules/dexie/']),
    only('sync', '^renderer/sync/', ['^renderer/(sync|db|domain)/', contract, 'node_modules/dexie/']),
    only('worker', '^renderer/worker/', ['^renderer/(worker|sync|search|db|domain|host)/', contract, npm]),
    only('host', '^renderer/host/', ['^renderer/host/', contract, '^preload/NaruBridge\\.ts$']),
    only('commands', '^renderer/commands/', [
      '^renderer/(commands|sync|search|db|domain|worker|host|i18n)/',
      contract,
      npm,
    ]),
    only('ui', '^renderer/ui/', ['^renderer/ui/', npm]),
    only('i18n', '^renderer/i18n/', ['^renderer/i18n/', '^renderer/domain/', contract, npm]),
    {
      name: 'views-do-not-write',
      severity: 'error',
      from: { path: '^renderer/views/' },
      to: { path: '^renderer/(sync|db/writes)/|^main/' },
    },
    {
      name: 'renderer-apart-from-main',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/' },
    },
    {
      name: 'main-apart-from-renderer',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'product-apart-from-tests',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/' },
      to: { path: '^test/', pathNot: 'fakeElectron\\.ts$' },
    },

    importedOnlyBy('imapflow-in-one-file', 'imapflow', ['^main/engine/imap/ImapConnection\\.ts$', '^test/']),
    importedOnlyBy('mailparser-in-tests', 'mailparser', ['^test/']),
    importedOnlyBy('nodemailer-in-the-sending-adapters', 'nodemailer', [
      '^main/engine/smtp/composeMessage\\.ts$',
      '^main/engine/outbox/giveUpNotice\\.ts$',
      '^test/',
      '^scripts/',
    ]),
    importedOnlyBy('ws-in-the-loopback-shell', 'ws', [
      '^main/shell-loopback/(LoopbackServer|wsTransport)\\.ts$',
      '^test/',
    ]),
    importedOnlyBy('smtp-server-in-the-demo', 'smtp-server', ['^main/demo/', '^test/']),
    importedOnlyBy('electron-in-its-shell', 'electron', [
      '^main/shell-electron/',
      '^preload/preload\\.ts$',
      '^test/',
    ]),
    importedOnlyBy('dexie-in-the-cache', 'dexie', ['^renderer/(db|sync|worker)/', '^test/']),
    importedOnlyBy('squire-in-the-editor', 'squire-rte', ['^renderer/views/compose/', '^test/']),
    importedOnlyBy('dompurify-in-the-sanitiser', 'dompurify', ['^renderer/', '^test/']),
    importedOnlyBy('react-in-the-page', 'react|react-dom', [
      '^renderer/(ui|views|commands|i18n)/',
      '^renderer/index\\.tsx$',
      '^test/',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|png|html)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
} satisfies { forbidden: IForbiddenRuleType[]; options: ICruiseOptions };
