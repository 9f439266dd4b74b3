/** Structured stacks with source maps applied. */
import { findSourceMap } from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame } from './record.ts'

const depth = 30
/** Frames of this package are nobody's business. */
const ownFolder = fileURLToPath(new URL('..', import.meta.url))

/** The frames of the caller, below `above`. */
export function captureFrames(above: (...args: never[]) => unknown): Frame[] {
  const { stackTraceLimit, prepareStackTrace } = Error
  Error.stackTraceLimit = depth
  Error.prepareStackTrace = (_, sites) => sites
  const holder: { stack?: NodeJS.CallSite[] } = {}
  Error.captureStackTrace(holder, above)
  const sites = holder.stack ?? []
  Error.stackTraceLimit = stackTraceLimit
  Error.prepareStackTrace = prepareStackTrace
  return sites.map(frameOf).filter(isForeign)
}

function frameOf(site: NodeJS.CallSite): Frame {
  const file = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? ''
  return { name: site.getFunctionName() ?? site.getMethodName() ?? '', file, line: site.getLineNumber() ?? 0, column: site.getColumnNumber() ?? 0 }
}

/** Frames as a stack text of V8 gives them. */
export function parseFrames(stack: string): Frame[] {
  const frames: Frame[] = []
  for (const line of stack.split('\n')) {
    const match = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/|node:|\/|[A-Za-z]:\\)[^)]*?):(\d+):(\d+)\)?$/.exec(line)
    if (match) frames.push({ name: match[1] ?? '', file: match[2]!, line: Number(match[3]), column: Number(match[4]) })
  }
  return frames.filter(isForeign)
}

function isForeign(frame: Frame): boolean {
  const file = frame.file.startsWith('file:') ? fileURLToPath(frame.file) : frame.file
  return !file.startsWith(ownFolder)
}

/** The frame in the source that was compiled to it. */
export function mapFrame(frame: Frame): Frame {
  if (!frame.file || frame.file.startsWith('node:')) return frame
  const map = findSourceMap(frame.file)
  const entry = map?.findEntry(frame.line - 1, frame.column - 1)
  const file = frame.file.startsWith('file:') ? fileURLToPath(frame.file) : frame.file
  if (!entry || !('originalSource' in entry) || !entry.originalSource) return { ...frame, file }
  const original = entry.originalSource.startsWith('file:') ? fileURLToPath(entry.originalSource) : entry.originalSource
  return { name: frame.name, file: original, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

/** First frame of the application's own code. */
export function sourceOf(frames: readonly Frame[]): Frame | undefined {
  return frames.find(each => isOwn(each.file))
}

/** The package of the first frame outside Node, if that is not the application. */
export function packageOf(frames: readonly Frame[]): string | undefined {
  const first = frames.find(each => each.file !== '' && !each.file.startsWith('node:'))
  const path = first?.file.split(`node_modules${sep}`).at(-1)
  if (!first || path === first.file || path === undefined) return undefined
  const [scope, name] = path.split(sep)
  return scope?.startsWith('@') ? `${scope}/${name}` : scope
}

function isOwn(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && !file.includes(`node_modules${sep}`) && !file.includes('node_modules/')
}

/** True where Node reads the file in order to load a module: the first frame outside `node:fs` is the loader's. */
export function isModuleLoading(frames: readonly Frame[]): boolean {
  const first = frames.find(each => !each.file.startsWith('node:fs'))
  return first !== undefined && /^node:internal\/(modules|source_map|process\/esm_loader)/.test(first.file)
}
