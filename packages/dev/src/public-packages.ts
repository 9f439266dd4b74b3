/** Which packages are published. */

/** Folders below `packages/`, in order of name. */
export const publicPackages = ['analysis', 'catalog', 'codemods', 'eslint-plugin', 'runtime'] as const
