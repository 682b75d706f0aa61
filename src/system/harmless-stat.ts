/**
 * For stat() of what may be a pipe or a socket. realpathSync() of Node.js 20 gives up where the last synchronous stat()
 * was of one, and modules that are loaded then are not found where they really are: packages that are links (pnpm, npm
 * link, workspaces) miss their own. What has 64 bits has a place of its own, at which it does not look.
 */
export const HARMLESS = { bigint: true } as const;
