/** Frames and files in words. */
import { relative } from 'node:path'
import type { Frame } from '@offloop/catalog'

/** A frame as one line. */
export function frameText({ name, file, line }: Frame, folder: string): string {
  return `${name || '(anonymous)'} (${file === '' ? 'native' : `${shortFile(file, folder)}:${line}`})`
}

/** A path relative to `folder`, where it is below. */
export function shortFile(file: string, folder: string): string {
  const short = file.startsWith('node:') ? file : relative(folder, file)
  return short.startsWith('..') ? file : short
}
