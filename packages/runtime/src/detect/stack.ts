/** Structured stacks with source maps applied. */
import { fileURLToPath } from 'node:url'
import type { Frame } from './record.ts'
import { originalPosition } from './source-map.ts'

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
  const url = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? ''
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  return {
    name: site.getFunctionName() ?? site.getMethodName() ?? '',
    file,
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
  }
}

function isForeign({ file }: Frame): boolean {
  return !file.startsWith(ownFolder)
}

/** The frames in the sources that were compiled to them. */
export function mapFrames(frames: readonly Frame[]): Frame[] {
  return frames.map(mapFrame)
}

function mapFrame(frame: Frame): Frame {
  if (!frame.file || frame.file.startsWith('node:')) return frame
  const original = originalPosition(frame.file, frame.line, frame.column)
  return original ? { name: frame.name, ...original } : frame
}
