/** A change as a unified diff. */
import { createTwoFilesPatch } from 'diff'
import { relative } from 'node:path'
import colors from 'picocolors'

/** A unified diff of one file, which `git apply` takes where it is not coloured. */
export function diffText(file: string, root: string, before: string, after: string, isColoured: boolean): string {
  const name = relative(root, file)
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, '', '', { context: 2 }).split('\n').slice(1).join('\n')
  if (!isColoured) return patch
  return patch
    .split('\n')
    .map((line) =>
      line.startsWith('+')
        ? colors.green(line)
        : line.startsWith('-')
          ? colors.red(line)
          : line.startsWith('@@')
            ? colors.cyan(line)
            : line,
    )
    .join('\n')
}
