/** The command line: arguments in, exit code out. */
import { cac } from 'cac'
import { readFileSync } from 'node:fs'
import { codemods } from '../codemods/index.ts'
import { Interrupted } from '../verify/interrupt.ts'
import { askWhatToDo } from './ask.ts'
import { doctorFlags, runDoctor } from './doctor.ts'
import type { DoctorFlags } from './doctor.ts'
import { exitCode, UsageError } from './exit.ts'
import { flagsOf, nearest, optionOf } from './flags.ts'
import type { FlagRow, Flags } from './flags.ts'
import { reportFlags, runReport } from './report.ts'
import type { ReportFlags } from './report.ts'
import { runCodemod } from './run.ts'
import { runWhy, whyFlags } from './why.ts'
import type { WhyFlags } from './why.ts'

/** Runs `offloop` with the arguments of a process; prints, and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv)
  } catch (error) {
    const { message, name } = error as Error
    if (error instanceof UsageError || name === 'CACError') {
      console.error(`offloop: ${message}`)
      return exitCode.usage
    }
    console.error(`offloop: ${message}`)
    if (error instanceof Interrupted) return exitCode.interrupted
    console.error(
      process.env['OFFLOOP_TRACE']
        ? (error as Error).stack
        : 'This is a fault of offloop. Run again with OFFLOOP_TRACE=1 to see where, and please report it.',
    )
    return exitCode.internal
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const cli = cac('offloop')
  let result: Promise<number> | number | undefined
  cli.command('list', 'Show the codemods').action(() => {
    for (const each of codemods) console.log(`${each.name.padEnd(18)} ${each.summary}`)
    result = exitCode.done
  })
  const report = cli.command('report [...files]', "Draw a page of what a server's detector wrote")
  for (const [flag, meaning] of reportFlags) report.option(flag, meaning)
  report.example((name) => `${name} report blocking.jsonl`)
  report.action((files: string[], flags: ReportFlags) => (result = runReport(files, flags)))
  const why = cli.command('why <file:line>', 'Say whether a line runs on the loop, from where, and what blocks below it')
  for (const [flag, meaning] of whyFlags) why.option(flag, meaning)
  why.example((name) => `${name} why src/orders.ts:12`)
  why.example((name) => `${name} why src/orders.ts:12 --debug`)
  why.action((place: string, flags: WhyFlags) => (result = runWhy(place, flags)))
  const doctor = cli.command('doctor [folder]', 'Look at a project and say what to run in which order; writes nothing')
  for (const [flag, meaning] of doctorFlags) doctor.option(flag, meaning)
  doctor.example((name) => `${name} doctor`)
  doctor.action((folder: string | undefined, flags: DoctorFlags) => (result = runDoctor(folder, flags)))
  for (const codemod of codemods) {
    const command = cli.command(`${codemod.name} [...paths]`, codemod.summary)
    for (const [flag, meaning] of flagsOf(codemod)) command.option(flag, meaning)
    command.example((name) => `${name} ${codemod.name} --dry --diff`)
    command.example((name) => `${name} ${codemod.name} src --verify "npm test"`)
    command.action((paths: string[], flags: Flags) => (result = runCodemod(codemod, paths, flags)))
  }
  // The parser shows a default for each flag that starts with --no: it says nothing.
  cli.help((sections) => sections.map((each) => ({ ...each, body: each.body.replaceAll(' (default: true)', '') })))
  cli.version(ownVersion())
  const parsed = cli.parse([...argv], { run: false })
  if (parsed.options['help'] || parsed.options['version']) return exitCode.done
  if (!cli.matchedCommand) return withoutCommand(cli.args, () => cli.outputHelp())
  refuseUnknownFlags(cli.matchedCommand.name, parsed.options as Readonly<Record<string, unknown>>)
  await cli.runMatchedCommand()
  return (await result) ?? exitCode.done
}

async function withoutCommand(args: readonly string[], help: () => void): Promise<number> {
  const word = args[0]
  if (word !== undefined) {
    const meant = nearest(word, ['doctor', 'list', 'report', 'why', ...codemods.map((each) => each.name)])
    throw new UsageError(`no codemod is called "${word}"${meant ? `: did you mean "${meant}"?` : '; `offloop list` shows them'}`)
  }
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const asked = await askWhatToDo()
    return asked ? runCodemod(asked.codemod, asked.paths, asked.flags) : exitCode.done
  }
  help()
  return exitCode.usage
}

function refuseUnknownFlags(command: string, options: Readonly<Record<string, unknown>>): void {
  const known = new Set(['--', 'help', 'h', 'version', 'v', ...rowsOf(command).map(([flag]) => optionOf(flag))])
  for (const name of Object.keys(options)) {
    if (known.has(name)) continue
    const owners = codemods.filter((each) => flagsOf(each).some(([flag]) => optionOf(flag) === name)).map((each) => each.name)
    if (owners.length > 0)
      throw new UsageError(
        `${command} has no flag --${kebab(name)}, only ${owners.join(', ')}: \`offloop ${command} --help\` shows its flags`,
      )
    const meant = nearest(
      name,
      [...known].filter((each) => each.length > 1 && each !== '--'),
    )
    throw new UsageError(`there is no flag --${name}${meant ? `: did you mean --${kebab(meant)}?` : ''}`)
  }
}

function rowsOf(command: string): readonly FlagRow[] {
  if (command === 'why') return whyFlags
  if (command === 'report') return reportFlags
  if (command === 'doctor') return doctorFlags
  const codemod = codemods.find((each) => each.name === command)
  return codemod ? flagsOf(codemod) : []
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
}
