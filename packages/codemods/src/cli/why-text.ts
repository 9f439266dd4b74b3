/** The answer of `offloop why` as text for a terminal. */
import pc from 'picocolors'
import type { CallAnswer, EdgeAnswer, FunctionAnswer, Step, UnknownAnswer, WhyAnswer } from './why-shape.ts'
import { placeText, runsText } from './why-words.ts'

/** The whole answer; `debug` adds the edges, the unknown calls and the counts of the project. */
export function whyText(answer: WhyAnswer, debug: boolean): string {
  const parts = answer.functions.map((each) => functionText(each, debug))
  if (answer.calls.length > 0) parts.push([pc.bold(`calls on line ${answer.line}`), ...answer.calls.map(callText)].join('\n'))
  if (debug) parts.push(countsText(answer.project))
  return parts.join('\n\n')
}

function functionText(answer: FunctionAnswer, debug: boolean): string {
  const { name, at, kind, isAsync, chain, outerChain } = answer
  const what = kind === 'module' ? 'module' : `${isAsync ? 'async' : 'sync'} ${kind}`
  const lines = [`${pc.bold(name)}  ${placeText(at)}  ${pc.dim(what)}`, `  ${runsText(answer)}`]
  const way = outerChain ?? chain
  if (way && way.length > 1) lines.push('', `  ${pc.bold(answer.runs === 'loop' ? 'from the loop' : 'at start-up')}`, ...chainText(way))
  lines.push('', ...blockingText(answer))
  if (answer.findings.length > 0)
    lines.push(
      '',
      `  ${pc.bold('findings of the lint on these chains')}`,
      ...rows(answer.findings.map((each) => [each.callee, placeText(each.at), `${each.api}, tier ${each.tier}`])),
    )
  if (debug)
    lines.push('', ...edgesText('called by', answer.callers), '', ...edgesText('leads to', answer.callees), '', ...unknownText(answer))
  return lines.join('\n')
}

function blockingText({ blocking, blockingCount, runs, unknownCalls }: FunctionAnswer): string[] {
  const open = unknownCalls.filter((each) => !each.isGuessed).length
  const unknown =
    open === 0 ? '' : `; ${open} ${open === 1 ? 'call' : 'calls'} in it ${open === 1 ? 'has' : 'have'} an unknown callee (--debug)`
  if (blockingCount === 0) return [`  nothing blocks below it: no call of a catalogue entry that the index can follow${unknown}`]
  const lines = [`  ${pc.bold('what blocks')}${runs === 'loop' ? '' : ', though not on the loop'}`]
  for (const each of blocking) {
    lines.push(...chainText(each.chain, `${each.api}, tier ${each.tier}`), `      instead: ${each.remedy.text}`)
    if (runs === 'loop' && each.becomesAsync.length > 0)
      lines.push(`      becomes async with it: ${each.becomesAsync.map((fn) => `\`${fn.name}\``).join(', ')}`)
    if (each.between === 'async') lines.push('      behind an async function or another root: findings stand there, not at its callers')
    if (each.between === 'later') lines.push('      in a callback that runs later: its caller has gone on by then')
  }
  const more = blockingCount - blocking.length
  if (more > 0) lines.push(`    and ${more} more: --limit ${blockingCount} shows all`)
  return lines
}

function chainText(steps: readonly Step[], last = ''): string[] {
  return rows(
    steps.map((step, index) => {
      const isTop = step.kind === 'root' || step.kind === 'module'
      const marks = [
        step.isAsync ? 'async' : '',
        step.timing === 'later' ? 'later' : '',
        step.isGuess ? 'guessed: the only method of that name' : '',
      ]
      return [
        `${isTop ? '' : '-> '}${step.name}`,
        placeText(step.at),
        [index === steps.length - 1 ? last : '', ...marks].filter(Boolean).join(', '),
      ]
    }),
  )
}

function callText(call: CallAnswer): string {
  const head = `  ${call.callee}  ${pc.dim(placeText(call.at))}`
  if (call.api) return `${head}  blocks: ${call.api}, tier ${call.tier}; instead: ${call.remedy!.text}`
  const called = call.leadsTo.filter((each) => each.kind !== 'callback')
  const given = call.leadsTo.filter((each) => each.kind === 'callback')
  const parts = called.map((each) => `calls \`${each.function.name}\` (${placeText(each.function.at)})${marksOf(each)}`)
  if (call.external && called.length === 0) parts.push(`${call.external}: outside of the project, and not in the catalogue`)
  if (call.unknown && !call.unknown.isGuessed) parts.push(`unknown: ${call.unknown.text}`)
  parts.push(...given.map(givenText))
  return `${head}  ${parts.length > 0 ? parts.join('; ') : 'calls no function that the index follows'}`
}

function givenText({ function: { name, at }, timing, root }: EdgeAnswer): string {
  const given = `is given \`${name}\` (${placeText(at)})`
  return root ? `${given}, where the loop enters: \`${root}\`` : `${given}, which runs ${whenText[timing]}`
}

const whenText: Readonly<Record<EdgeAnswer['timing'], string>> = {
  now: 'in place',
  later: 'later',
  kept: 'when somebody asks for it',
  elsewhere: 'elsewhere',
  unknown: 'at a time that is unknown',
}

function marksOf({ isGuess, viaParameter }: EdgeAnswer): string {
  const marks = [isGuess ? 'guessed: the only method of that name' : '', viaParameter ? 'via a parameter' : ''].filter(Boolean)
  return marks.length > 0 ? ` [${marks.join(', ')}]` : ''
}

function edgesText(title: string, edges: readonly EdgeAnswer[]): string[] {
  if (edges.length === 0) return [`  ${pc.bold(title)}: no function of the project`]
  return [
    `  ${pc.bold(title)}`,
    ...rows(edges.map((each) => [each.function.name, placeText(each.at), `${each.kind}, ${each.timing}${marksOf(each)}`])),
  ]
}

function unknownText({ unknownCalls }: FunctionAnswer): string[] {
  if (unknownCalls.length === 0) return [`  ${pc.bold('unknown calls')}: none`]
  const guess = (each: UnknownAnswer): string => (each.isGuessed ? '; guessed: the only method of that name' : '')
  return [
    `  ${pc.bold('unknown calls')}`,
    ...rows(unknownCalls.map((each) => [each.callee, placeText(each.at), `${each.text}${guess(each)}`])),
  ]
}

function countsText({ files, functions, calls, resolved, external, guessed, unknown, unknownMembers }: WhyAnswer['project']): string {
  const names = unknownMembers.map(({ name, count }) => `${name} ${count}`).join(', ')
  return [
    pc.bold('the whole project'),
    `  ${files} files, ${functions} functions, ${calls} calls: ${resolved} to the project, ${external} outside of it, ${guessed} guessed, ${unknown} unknown`,
    ...(names ? [`  most frequent unknown members: ${names}`] : []),
  ].join('\n')
}

/** Cells in columns, indented. */
function rows(cells: readonly (readonly [name: string, place: string, more: string])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]!.length)))
  return cells.map(([name, place, more]) =>
    `    ${name.padEnd(widths[0]!)}  ${pc.dim(place.padEnd(widths[1]!))}${more ? `  ${more}` : ''}`.trimEnd(),
  )
}
