/** File names as SARIF wants them: URIs, relative to the working directory where the file is below it. */
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ArtifactLocation } from 'sarif'

/** The name under which viewers look up the working directory. */
export const baseId = '%SRCROOT%'

/** The working directory, with the `/` that relative URIs need at the end of their base. */
export function baseLocation(cwd: string): ArtifactLocation {
  return { uri: fileUri(cwd).replace(/\/?$/u, '/') }
}

/** Where a file is; relative to `cwd` where it is below that. */
export function fileLocation(file: string, cwd: string): ArtifactLocation {
  const path = relativePath(file, cwd)
  if (path === undefined) return { uri: fileUri(resolve(cwd, file)) }
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: baseId }
}

/** Path of a file from `cwd`, with `/` on every system; undefined where the file is not below it. */
export function relativePath(file: string, cwd: string): string | undefined {
  const path = relative(cwd, resolve(cwd, file))
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined
  return path.split(sep).join('/')
}

/** Node leaves characters in a path that a URI may not have, such as the brackets of `[id].ts`. */
function fileUri(path: string): string {
  const { host, pathname } = pathToFileURL(path)
  const segments = pathname.split('/').map((segment) => encodeURIComponent(decodeURIComponent(segment)).replaceAll('%3A', ':'))
  return `file://${host}${segments.join('/')}`
}
