/** A diagnosis for people: what the project is, then what to run in which order. */
import type { Count } from './counts.ts'
import type { Diagnosis } from './diagnosis.ts'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** A step: what to run, and what for. */
interface Step {
  readonly what: string
  readonly command: string
  readonly why: string
}

/** The text that is printed. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const steps = stepsOf(diagnosis)
  const idle = diagnosis.counts.filter((each) => each.changes === 0).map((each) => each.codemod)
  return [
    ...factsOf(diagnosis),
    '',
    ...steps.flatMap(({ what, command, why }, index) => [`${`${index + 1}.`.padStart(3)} ${what}`, `      ${command}`, `      ${why}`]),
    ...(idle.length > 0 ? ['', `nothing to do: ${idle.join(', ')}`] : []),
    ...(diagnosis.problems.length > 0 ? ['', ...diagnosis.problems] : []),
  ].join('\n')
}

function factsOf(diagnosis: Diagnosis): string[] {
  const { name, files, modules, isTypeScript, isWorkspace, node, engines, frameworks, testRunner, testCommand, blocking } = diagnosis
  const kind = [modules, ...(isTypeScript ? ['TypeScript'] : []), ...(isWorkspace ? ['a workspace'] : [])].join(', ')
  const served = frameworks.map(([framework, count]) => `${framework} (${plural(count, 'handler')})`)
  return [
    `${name}: ${plural(files, 'file')}, ${kind}`,
    `  Node       ${node}${engines === undefined ? '' : ` (asks for ${engines})`}`,
    `  frameworks ${served.length > 0 ? served.join(', ') : 'none that registers handlers'}`,
    `  tests      ${testCommand === undefined ? 'none: nothing will say whether a change was right' : `${testCommand}${testRunner ? ` (${testRunner})` : ''}`}`,
    `  blocking   ${plural(blocking.all, 'call')}, ${blocking.onLoop} of them can run on the loop`,
  ]
}

function stepsOf(diagnosis: Diagnosis): Step[] {
  const { counts, hasLint, frameworks } = diagnosis
  return [
    ...(frameworks.length > 0 ? [seeing(diagnosis)] : []),
    ...counts.filter((each) => each.changes > 0).map((each) => codemodStep(each, diagnosis)),
    ...(hasLint
      ? []
      : [
          { what: 'keep it so', command: 'npm install --save-dev @offloop/eslint-plugin', why: 'the lint finds what comes in anew, in CI' },
        ]),
  ]
}

function seeing({ reports, program }: Diagnosis): Step {
  const [report] = reports
  return report === undefined
    ? {
        what: 'see what blocks while the server runs',
        command: 'OFFLOOP_REPORT=blocking.jsonl node --import @offloop/runtime/detect <your server>',
        why: 'calls that were seen come first; needs @offloop/runtime, and no change of the code',
      }
    : {
        what: 'look at what was seen',
        command: `${program} report ${report}`,
        why: 'a page with the calls that blocked, where, and for which routes',
      }
}

function codemodStep({ codemod, because, subject, changes, files, left }: Count, { reports, testCommand, program }: Diagnosis): Step {
  const stay = left.reduce((sum, [, count]) => sum + count, 0)
  const reasons = left.slice(0, 3).map(([reason, count]) => `${count} ${reason}`)
  const [report] = codemod === 'sync-to-async' ? reports : []
  const from = report === undefined ? '' : ` --from-report ${report}`
  return {
    what: `${codemod}: ${plural(changes, subject)} in ${plural(files, 'file')}${stay > 0 ? `; ${stay} stay (${reasons.join(', ')}${left.length > 3 ? ', …' : ''})` : ''}`,
    command: `${program} ${codemod}${from}${testCommand === undefined ? ' --dry --diff' : ` --verify "${testCommand}"`}`,
    why: because,
  }
}
