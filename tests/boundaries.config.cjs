/**
 * Who may import whom (docs/architecture.md, "Direction"). dependency-cruiser checks it in `npm test`;
 * tests/integration/boundaries.test.ts proves that it fires.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const external = 'node_modules';

/**
 * @param {string} folder
 * @param {string} allowed
 * @param {string} comment
 */
const onlyImports = (folder, allowed, comment) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { pathNot: `^(${folder}/|${allowed})` },
});

/**
 * @param {string} name
 * @param {string} packages
 * @param {string} folder
 */
const onlyFrom = (name, packages, folder) => ({
  name,
  severity: 'error',
  from: { pathNot: `^${folder}` },
  to: { path: `${external}/(${packages})/` },
});

const pure = 'lib/(domain|metrics|stats|series)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    onlyImports(
      'lib/domain',
      `${pure}|${external}/zod/`,
      'the vocabulary of the project depends on nothing but zod',
    ),
    onlyImports('lib/metrics', `${pure}|${external}/zod/`, 'scores are pure'),
    onlyImports('lib/stats', `${pure}|${external}/(zod|jstat)/`, 'statistics are pure'),
    onlyImports('lib/series', `${pure}|${external}/zod/`, 'curve reductions are pure'),
    onlyImports(
      'lib/bundle',
      `${pure}|${external}/(zod|fflate)/|(node:)?(crypto|timers/promises)$`,
      'a bundle is computed again without a server',
    ),
    onlyImports('lib/export', `${pure}`, 'formats know tables, nothing else'),
    onlyImports('sweeps', `lib/domain/|${external}/(yaml|zod)/`, 'designs know the domain, nothing else'),
    {
      name: 'model-and-engine-know-tensors-not-runs',
      severity: 'error',
      from: { path: '^lib/(model|engine)/' },
      to: {
        path: '^(lib/(domain|data|train|server|stats|metrics|series|export)|app|workers|db|sweeps)/',
        pathNot: '^lib/domain/errors',
      },
    },
    {
      name: 'train-knows-no-sql-and-no-http',
      severity: 'error',
      from: { path: '^lib/(train|data)/' },
      to: { path: '^(lib/server|app|workers|db)/' },
    },
    {
      name: 'lib-inference-imports',
      comment: 'the process that translates reads files and is told the rest: it knows no SQL and no HTTP',
      severity: 'error',
      from: { path: '^lib/inference/' },
      to: { path: '^(lib/(server|train|export)|app|workers|db|sweeps)/' },
    },
    {
      name: 'inference-is-a-process-of-its-own',
      comment: 'others know its tasks alone, and so load no engine',
      severity: 'error',
      from: { path: '^(lib/(?!inference/)|app/|db/|workers/|sweeps/|proxy)' },
      to: { path: '^lib/inference/(?!tasks\\.)' },
    },
    onlyImports(
      'lib/answers',
      `${pure}|${external}/zod/`,
      'the process that computes answers is told all that they are computed from',
    ),
    {
      name: 'answers-is-a-process-of-its-own',
      comment: 'others know its tasks alone, and so compute nothing while they serve',
      severity: 'error',
      from: { path: '^(lib/(?!answers/)|app/|db/|workers/|sweeps/|proxy)' },
      to: { path: '^lib/answers/(?!tasks\\.)' },
    },
    {
      name: 'workers-speak-http-only',
      comment: 'a worker on another machine has no database and no dashboard',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: `^(app|db|lib/server)/|${external}/(react|react-dom|next)/` },
    },
    {
      name: 'app-trains-nothing',
      severity: 'error',
      from: { path: '^(app/|proxy)' },
      to: { path: '^(workers|db|lib/(engine|train|model))/' },
    },
    {
      name: 'server-trains-nothing',
      comment: 'lib/server may count parameters (pure), but never load an engine',
      severity: 'error',
      from: { path: '^lib/server/' },
      to: { path: '^(workers|app|lib/(engine|train))/|^lib/model/(?!parameters|summary|config)' },
    },
    {
      name: 'db-knows-no-service',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(app|workers|sweeps|lib/(?!domain|series))' },
    },
    onlyFrom('only-db-opens-the-database', 'drizzle-orm|better-sqlite3', 'db/'),
    onlyFrom('only-the-engine-loads-onnx', 'onnxruntime-node|onnxruntime-common|protobufjs', 'lib/engine/'),
    onlyFrom('only-the-engine-loads-tensorflow-backends', '@tensorflow/(?!tfjs-core/)[^/]+', 'lib/engine/'),
    onlyFrom('one-chart-module', 'chart\\.js|react-chartjs-2|chartjs-plugin-[^/]+|svgcanvas', 'app/charts/'),
    onlyFrom('one-file-knows-jstat', 'jstat', 'lib/stats/distributions\\.'),
    onlyFrom('only-bundles-are-zipped', 'fflate', 'lib/bundle/'),
    onlyFrom('react-stays-in-app', 'react|react-dom|next', '(app/|proxy)'),
  ],
  options: {
    doNotFollow: { path: external },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
