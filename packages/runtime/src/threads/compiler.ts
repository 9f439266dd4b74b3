/** TypeScript under tsx: its hooks are not installed on threads by themselves, so that a thread has to ask for them. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const manifest = tsxManifest()
const isNative = 'typescript' in process.features && Boolean(process.features.typescript)

/**
 * Whether a loader such as tsx compiles the module: it gives `require` another instance than `import`,
 * so that it is imported on both threads and its functions are told by their source.
 */
export const isCompiled = (module: string): boolean => /\.[mc]?tsx?$/u.test(module) && (manifest !== undefined || !isNative)

/** Installs tsx on this thread where the process was started with it. */
export async function installCompiler(): Promise<void> {
  if (manifest === undefined) return
  // What require resolves to is tsx's CommonJS build, which can't register from here: its manifest names the other one.
  const { exports } = JSON.parse(await readFile(manifest, 'utf8')) as { exports: { './esm/api': { import: { default: string } } } }
  const { register } = (await import(new URL(exports['./esm/api'].import.default, pathToFileURL(manifest)).href)) as {
    register: () => void
  }
  register()
}

/** The manifest of tsx, where a flag of the process names the package or a file in it. */
function tsxManifest(): string | undefined {
  const flag = process.execArgv.find((each) => /(?:^|[\\/=])tsx(?:$|[\\/])/u.test(each))?.replace(/^--\w+=/u, '')
  if (flag === undefined) return undefined
  const from = flag.startsWith('file:') ? flag : pathToFileURL(/[\\/]/u.test(flag) ? resolve(flag) : resolve('_')).href
  try {
    return createRequire(from).resolve('tsx/package.json')
  } catch {
    return undefined // a folder that happens to have that name
  }
}
