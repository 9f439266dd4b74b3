/** Migrates many programs at once and compares how each runs before and after. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { migrate } from '../index.ts'
import type { Migration } from '../index.ts'
import { render } from './render.test.kit.ts'
import type { Program } from './render.test.kit.ts'
import { runnerText } from './runner-text.test.kit.ts'
import type { ProgramSpec } from './spec.test.kit.ts'

/** What came of a batch. */
export interface BatchResult {
  /** One text per program that is not as it was, with the program. */
  readonly failures: readonly { readonly index: number; readonly text: string }[]
  /** Verdicts of the blocking calls, and the reasons of walls. */
  readonly verdicts: ReadonlyMap<string, number>
}

const typeConfig = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*/*.ts'],
}
const nodeModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

/** Runs, migrates, runs again, migrates again. */
export async function checkBatch(specs: readonly ProgramSpec[]): Promise<BatchResult> {
  const root = mkdtempSync(join(tmpdir(), 'offloop-fuzz-'))
  try {
    return await new Batch(root, specs).check()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

class Batch {
  readonly #root: string
  readonly #programs: readonly Program[]

  constructor(root: string, specs: readonly ProgramSpec[]) {
    this.#root = root
    this.#programs = specs.map((each, index) => render(each, `p${index}`))
  }

  async check(): Promise<BatchResult> {
    const project = join(this.#root, 'project')
    for (const [index, { files }] of this.#programs.entries())
      for (const [name, text] of files) writeText(join(project, `p${index}`, name), text)
    if (this.#programs.some((each) => each.isTyped)) {
      writeText(join(project, 'tsconfig.json'), JSON.stringify(typeConfig))
      symlinkSync(nodeModules, join(project, 'node_modules'))
    }
    writeText(join(this.#root, 'runner.mjs'), runnerText)

    const before = await this.#run()
    const migration = migrate('sync-to-async', project, { from: 'all', cache: false })
    for (const [file, text] of migration.texts) writeFileSync(file, text)
    const after = await this.#run()
    const again = migrate('sync-to-async', project, { from: 'all', cache: false })
    const failures = this.#programs.flatMap((_, index) => {
      const problems = [
        ...(before[index] === after[index] ? [] : [`printed before:\n${before[index]}\nprinted after:\n${after[index]}`]),
        ...migration.rolledBack.filter((each) => each.startsWith(this.#folder(index)) && each.includes('did not parse')),
        ...[...again.texts.keys()].filter((each) => each.startsWith(this.#folder(index))).map((each) => `a second run changes ${each}`),
      ]
      return problems.length > 0 ? [{ index, text: `${problems.join('\n')}\n${this.#show(index, migration)}` }] : []
    })
    return { failures, verdicts: verdictsOf(migration) }
  }

  #folder(index: number): string {
    return join(this.#root, 'project', `p${index}`) + '/'
  }

  async #run(): Promise<string[]> {
    const results = join(this.#root, 'results.ndjson')
    rmSync(results, { force: true })
    const jobs = this.#programs.map((program, index) => ({
      entry: this.#compiled(program, index),
      data: join(this.#root, 'data', `p${index}`),
    }))
    const done: string[] = []
    while (done.length < jobs.length) {
      writeText(join(this.#root, 'jobs.json'), JSON.stringify(jobs.slice(done.length)))
      rmSync(results, { force: true })
      const how = await runNode([join(this.#root, 'runner.mjs'), join(this.#root, 'jobs.json'), results])
      const lines = existsSync(results) ? readFileSync(results, 'utf8').trimEnd().split('\n') : []
      for (const line of lines) {
        const { lines: printed, end } = JSON.parse(line) as { lines: string[]; end: string }
        done.push([...printed, end].join('\n'))
      }
      // the first of a run that gives nothing is the one that ends the process or never ends
      if (lines.length === 0) done.push(`ends the process: ${how}`)
    }
    return done
  }

  /** The file to run; TypeScript is compiled into a folder of its own. */
  #compiled({ files, isTyped, isCommonJs, entry }: Program, index: number): string {
    if (!isTyped) return join(this.#folder(index), `${entry}${isCommonJs ? '.cjs' : '.mjs'}`)
    const out = join(this.#root, 'out', `p${index}`)
    for (const name of files.keys()) {
      const text = readFileSync(join(this.#folder(index), name), 'utf8')
      if (!name.endsWith('.ts')) writeText(join(out, name), text)
      else {
        const module = isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ES2022
        const { outputText } = ts.transpileModule(text, {
          compilerOptions: { target: ts.ScriptTarget.ES2022, module, esModuleInterop: true },
        })
        writeText(join(out, name.replace(/\.ts$/, '.js')), outputText)
      }
    }
    return join(out, `${entry}.js`)
  }

  #show(index: number, migration: Migration): string {
    const folder = this.#folder(index)
    return [...this.#programs[index]!.files]
      .filter(([name]) => !name.startsWith('kit.'))
      .map(([name, text]) => {
        const after = migration.texts.get(folder + name)
        return `--- ${name}\n${text}${after === undefined ? '' : `+++ ${name}\n${after}`}`
      })
      .join('\n')
  }
}

function verdictsOf({ plan }: Migration): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { verdict, wall } of plan.sites) {
    const key = wall ? `${verdict} ${wall.reason}` : verdict
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function runNode(args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    // a program that no longer ends is a failure like any other
    execFile(process.execPath, args, { timeout: 60_000 }, (error, _stdout, stderr) =>
      done(error ? `${error.code ?? error.signal} ${stderr}` : 'exit 0'),
    )
  })
}
