/** Where the repository lies on this machine. */
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository's root, without a slash at the end. The same from `src` and from `dist`. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/u, '')
