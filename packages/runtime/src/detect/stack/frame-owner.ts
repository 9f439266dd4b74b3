/** Whose code is a frame: Node's, a package's or the application's? And who made a call? */
import fs from 'node:fs'
import type { Frame } from '@offloop/catalog'
import { sourceFrames } from './stack.ts'
import type { CallStack } from './stack.ts'

/** As it was before the guard wrapped it. */
const { realpathSync } = fs
/** Packages that load modules: what they read is code, not data of the application. */
const loaders = new Set(
  'tsx ts-node @swc-node/register esbuild-register @babel/register pirates source-map-support @cspotcode/source-map-support jiti vite vite-node vitest bindings node-gyp-build'.split(
    ' ',
  ),
)
const nodeLoader = /^node:internal\/(?:modules|source_map|process\/esm_loader|main)/u
/** Node's modules that call functions which others gave them. */
const dispatchers =
  /^node:(?:events|timers|domain|async_hooks|diagnostics_channel|internal\/(?:timers|event_target|async_hooks|async_local_storage|util|process\/task_queues))\b/u

/** Name of the package to which the file belongs, if it belongs to one. */
export function packageOf(file: string): string | undefined {
  const parts = file.split(/[\\/]node_modules[\\/]/u)
  if (parts.length < 2) return undefined
  const [scope = '', name = ''] = parts.at(-1)?.split(/[\\/]/u) ?? []
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

/** True for a file of the application: neither Node's nor a package's. */
export function isApplication(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && packageOf(file) === undefined
}

/** First frame of the application's own code. */
export function sourceOf(frames: Iterable<Frame>): Frame | undefined {
  for (const frame of frames) if (isApplication(frame.file)) return frame
  return undefined
}

/** The package of the first frame outside Node, if it is a package's. */
export function callingPackage(frames: Iterable<Frame>): string | undefined {
  for (const { file } of frames) if (file !== '' && !file.startsWith('node:')) return packageOf(file)
  return undefined
}

/**
 * Who made the call at the top of the stack: `loader` reads a module, `node` is Node calling itself, `code` is what somebody can change.
 * A function that was handed to a timer, an emitter or a promise as it is has no frame of its own: that is `code` too.
 */
export function callerOf(frames: Iterable<Frame>): 'loader' | 'node' | 'code' {
  for (const { file } of frames) {
    if (file === '' || file.startsWith('node:fs') || file.startsWith('node:internal/fs')) continue
    if (nodeLoader.test(file)) return 'loader'
    if (dispatchers.test(file)) continue
    if (file.startsWith('node:')) return 'node'
    return loaders.has(packageOf(file) ?? '') ? 'loader' : 'code'
  }
  return 'code'
}

/** The file that this process was started with: its top level is a program, not a module that somebody loads. */
function entryFile(): string | undefined {
  const [, given] = process.argv
  if (given === undefined || entry?.given === given) return entry?.file
  entry = { given, file: resolved(given) }
  return entry.file
}

let entry: { readonly given: string; readonly file: string } | undefined

function resolved(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file // a name that something else than Node made
  }
}

/** The module whose top level makes the call, and the stack from where it was loaded: its own where it was loaded by an `import()` that is long over. */
export function enclosingLoad(stack: CallStack): { readonly path: string; readonly stack: readonly Frame[] } | undefined {
  if (!stack.hasFile((file) => nodeLoader.test(file))) return undefined
  const raw = [...stack]
  const loader = raw.findIndex(({ file }) => nodeLoader.test(file))
  const module = raw[loader - 1]
  if (!module || module.file.startsWith('node:') || module.file === entryFile()) return undefined
  const mapped = sourceFrames(stack)
  const outside = raw.findIndex(
    ({ file }, index) => index > loader && file !== '' && !file.startsWith('node:') && !loaders.has(packageOf(file) ?? ''),
  )
  return { path: mapped[loader - 1]?.file ?? module.file, stack: mapped.slice(outside < 0 ? 0 : outside) }
}
