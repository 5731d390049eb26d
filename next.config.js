/** Headers of every answer; pages get their Content-Security-Policy from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // `npm test` checks the types; whoever starts the dashboard does not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // Native modules are loaded from node_modules, not bundled.
  serverExternalPackages: ['better-sqlite3', 'onnxruntime-node', 'tokenizers', '@node-rs/jieba'],
  // Folders above this one may have lock files of their own.
  turbopack: { root: import.meta.dirname },
  // Title and icon come with the head for everybody: streamed after it, a browser looks for /favicon.ico meanwhile.
  htmlLimitedBots: /.*/,
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    {
      source: '/api/:path*',
      headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};
