import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes a migration for what schema.ts has that the newest migration lacks. */
export default defineConfig({ dialect: 'sqlite', schema: './db/schema.ts', out: './db/migrations' });
