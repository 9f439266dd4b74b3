/** Runs a codemod's fixture: copies `input/`, runs the command of `case.md`, and says in what the result differs from `output/`. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { readCase } from './case-page.ts'
import type { CasePage } from './case-page.ts'
import { plainArguments, runHere } from './offloop-here.ts'
import type { Ran } from './offloop-here.ts'
import { root } from './root.ts'
import { changedFiles, readTree, treeDifferences, writeTree } from './tree.ts'
import type { Tree } from './tree.ts'
import { typeErrors } from './type-check.ts'

/** How a fixture is run. */
export interface FixtureOptions {
  /** Program that `offloop` stands for. Default: the repository's own command line, in this process where the command needs no shell. */
  readonly offloop?: string
  /** Store what came out as `output/`. Default false. */
  readonly bless?: boolean
}

/** Runs one case folder. Returns one text per difference; none means that all is as `case.md` and `output/` say. */
export async function runFixture(folder: string, options: FixtureOptions = {}): Promise<string[]> {
  const page = readCase(readFileSync(join(folder, 'case.md'), 'utf8'))
  const input = readTree(join(folder, 'input'))
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-fixture-')))
  try {
    const copy = (name: string, tree: Tree): string => {
      mkdirSync(join(work, name))
      writeTree(join(work, name), tree)
      symlinkSync(join(root, 'node_modules'), join(work, name, 'node_modules'))
      return join(work, name)
    }
    const env = commandIn(work, options.offloop ?? join(root, 'packages/codemods/bin/offloop.js'))
    const project = copy('project', input)
    const first = await runAll(page.commands, project, env, options.offloop === undefined)
    const result = readTree(project)
    const changed = changedFiles(input, result)
    if (options.bless) bless(join(folder, 'output'), changed)
    const second = await runAll(page.commands, project, env, options.offloop === undefined)
    const again = treeDifferences(result, readTree(project)).map((line) => `A second run changes the result: ${line}`)
    return [
      ...outputDifferences(page, first),
      ...expectedDifferences(readTree(join(folder, 'output')), input, result),
      ...(again.length > 0 ? [...again, second.output] : []),
      ...(await behaviourDifferences(page, copy('before', input), copy('after', result))),
    ]
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function commandIn(work: string, offloop: string): NodeJS.ProcessEnv {
  mkdirSync(join(work, 'bin'))
  writeFileSync(join(work, 'bin', 'offloop'), `#!/bin/sh\nexec "${process.execPath}" "${offloop}" "$@"\n`, { mode: 0o755 })
  return { ...process.env, PATH: `${join(work, 'bin')}${delimiter}${process.env['PATH']}`, NO_COLOR: '1', CI: '1', FORCE_COLOR: undefined }
}

async function runAll(commands: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env, isHere = false): Promise<Ran> {
  let output = ''
  for (const command of commands) {
    const args = isHere ? plainArguments(command) : undefined
    const ran = await (args ? runHere(args, cwd) : run(command, cwd, env))
    output += ran.output
    if (ran.code !== 0) return { code: ran.code, output }
  }
  return { code: 0, output }
}

function run(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 128) : 0, output: stdout + stderr })
    })
  })
}

function outputDifferences({ commands, exit, lines }: CasePage, { code, output }: Ran): string[] {
  const printed = output.split('\n')
  const missing = lines.filter((line) => !printed.some((other) => other.includes(line))).map((line) => `"${line}" is not printed`)
  const exits = code === exit ? [] : [`${commands.join('; ')} exits with ${code}, not ${exit}`]
  return exits.length + missing.length > 0 ? [...exits, ...missing, `It printed:\n${output}`] : []
}

function expectedDifferences(output: Tree, input: Tree, result: Tree): string[] {
  const needless = [...output]
    .filter(([path, contents]) => input.get(path)?.equals(contents))
    .map(([path]) => `output/${path} is the same as input/${path}: leave it out`)
  return [...needless, ...treeDifferences(new Map([...input, ...output]), result)]
}

async function behaviourDifferences({ runs }: CasePage, before: string, after: string): Promise<string[]> {
  const found: string[] = []
  if (existsSync(join(after, 'tsconfig.json'))) {
    const known = new Set(typeErrors(before, runs.length > 0).map(anyBuiltin))
    found.push(...typeErrors(after, runs.length > 0).filter((error) => !known.has(anyBuiltin(error))))
  }
  for (const line of runs) {
    const [old, now] = await Promise.all([runAll([line], before), runAll([line], after)])
    if (old.code !== now.code || old.output !== now.output) {
      found.push(`\`${line}\` printed (exit ${old.code})\n${old.output}and now prints (exit ${now.code})\n${now.output}`)
    }
  }
  return found
}

function bless(output: string, changed: Tree): void {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  writeTree(output, changed)
  if (changed.size === 0) writeFileSync(join(output, '.gitkeep'), '')
}

/** Where Node's types are missing, each of its modules is unknown: which one doesn't matter. */
function anyBuiltin(error: string): string {
  return error.replace(/'node:[\w/]+'/, "'node:*'")
}
