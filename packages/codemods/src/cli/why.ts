/** `offloop why`: for people who doubt a finding or its absence, all that the index knows of a line. */
import { contentsOfLine, nearestFunction, openProject } from '@offloop/analysis'
import type { Asked, Project } from '@offloop/analysis'
import { existsSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { exitCode, UsageError } from './exit.ts'
import { answerFor } from './why-answer.ts'
import { whyText } from './why-text.ts'

/** Flags of `offloop why` as the parser gives them. */
export interface WhyFlags {
  readonly root?: string
  readonly limit?: string | number
  readonly debug?: boolean
  readonly json?: boolean
}

/** Name and value, meaning. */
export const whyFlags: readonly (readonly [flag: string, meaning: string])[] = [
  ['--root <folder>', "The project's folder (default: where the command was started)"],
  ['--limit <count>', 'At most so many blocking calls of each function (default: 10)'],
  ['--debug', 'Show each edge with its kind and timing, each unknown call with the reason, and the counts of the project'],
  ['--json', 'Print everything as one JSON object'],
]

/** Explains a line: what it is, whether it runs on the loop, and what blocks below it. @throws UsageError where there is nothing to explain */
export function runWhy(place: string, flags: WhyFlags): number {
  const limit = limitOf(flags.limit)
  const { path, line } = parsePlace(place)
  const root = resolve(flags.root ?? '.')
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new UsageError(`--root is ${flags.root}, and there is no such folder`)
  const file = fileOf(path, root)
  const project = openProject(root)
  const text = textOf(project, file, path)
  for (const { message } of project.problems) console.error(`offloop: ${message}`)

  const asked: Asked = {
    graph: project.graph(),
    reach: project.reachability(),
    relative: (each) => relative(root, each).split(sep).join('/'),
  }
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  if (line < 1 || line > lines) throw new UsageError(`${path} has ${lines} ${lines === 1 ? 'line' : 'lines'}: there is no line ${line}`)
  const contents = contentsOfLine(asked.graph, file, text, line)
  if (contents.functions.length === 0) throw new UsageError(`line ${line} holds no function or call${nearestText(asked, file, text, line)}`)
  const answer = answerFor(project, asked, contents, file, line, limit)
  console.log(flags.json ? JSON.stringify(answer, null, 2) : whyText(answer, flags.debug === true))
  return exitCode.done
}

/** `src/a.ts:12`, also with a column, as tools print it. */
function parsePlace(place: string): { path: string; line: number } {
  const match = /^(.+?):(\d+)(?::\d+)?$/u.exec(place)
  if (!match) throw new UsageError(`${place} names no line: say ${place.replace(/:[^/\\]*$/u, '')}:12`)
  return { path: match[1]!, line: Number(match[2]) }
}

function limitOf(limit: string | number | undefined): number {
  const count = Number(limit ?? 10)
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`--limit is "${limit}": use a whole number from 1`)
  return count
}

/** Paths are relative to where the command was started, or else to the root. */
function fileOf(path: string, root: string): string {
  const file = [resolve(path), resolve(root, path)].find((each) => existsSync(each))
  if (file === undefined) throw new UsageError(`there is no file ${path}`)
  if (statSync(file).isDirectory()) throw new UsageError(`${path} is a folder: name a file and a line in it`)
  const inside = relative(root, file)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new UsageError(`${path} is outside of the project ${root}: name the folder that holds it with --root`)
  return file
}

function textOf(project: Project, file: string, path: string): string {
  const problem = project.problems.find((each) => each.file === file)
  if (problem?.code === 'unparsable') throw new UsageError(`${problem.message.replace(/; the file is left alone$/u, '')}: mend that first`)
  if (problem) throw new UsageError(problem.message)
  const text = project.files().includes(file) ? project.text(file) : undefined
  if (text === undefined)
    throw new UsageError(
      `${path} is no part of the project ${project.root}: .gitignore, tsconfig's outDir or its extension leave it out (or give another --root)`,
    )
  return text
}

function nearestText({ graph }: Asked, file: string, text: string, line: number): string {
  const nearest = nearestFunction(graph, file, text, line)
  return nearest
    ? `; the nearest function is \`${nearest.summary.name}\` at line ${nearest.summary.line}`
    : ', and the file has no function'
}
