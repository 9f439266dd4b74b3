/** The sentences of `offloop why`: where a function runs and why, and what to write in place of a blocking call. */
import { remedyText } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import type { At, EndAnswer, FunctionAnswer } from './why-shape.ts'

/** What would have to change at a blocking call. */
export function insteadOf(api: BlockingApi): string {
  return `${api.twin ? 'await ' : ''}${remedyText(api)}`
}

/** A place as editors take it. */
export function placeText({ file, line }: Omit<At, 'column'>): string {
  return `${file}:${line}`
}

/** Where a function runs, and why. */
export function runsText(answer: FunctionAnswer): string {
  switch (answer.runs) {
    case 'loop':
      return `runs on the loop: ${onLoopText(answer)}`
    case 'start-up':
      return answer.kind === 'module'
        ? 'runs only at start-up: it is the top level of a module'
        : `runs only at start-up: \`${answer.name}\` is only called while modules load`
    case 'elsewhere':
      return answer.offLoop?.code === 'worker-file'
        ? `does not run on the loop: ${answer.at.file} is the file of a worker thread`
        : `does not run on the loop: ${answer.at.file} is a test or the configuration of a tool`
    case 'unreached':
      return `nothing on the loop reaches it${unreachedText(answer)}`
  }
}

function onLoopText({ root, outerChain, chain }: FunctionAnswer): string {
  switch (root?.kind) {
    case 'handler':
      return `it is the ${root.framework ? `${root.framework} ` : ''}handler \`${root.name}\``
    case 'listener':
      return `it is a ${root.name}`
    case 'timer':
      return `it is a ${root.name}`
    case 'async':
      return `it is an async function${outerChain ? `, and \`${outerChain[0]!.name}\` reaches it` : ' that is not only called at start-up'}`
    default:
      return `\`${(outerChain ?? chain)?.[0]?.name ?? 'a root'}\` reaches it`
  }
}

/** Ways up that are shown of a function that nothing reaches. */
const maxEnds = 4

function unreachedText({ name, at, offLoop }: FunctionAnswer): string {
  if (offLoop?.code === 'no-body') return `: \`${name}\` is a declaration without a body`
  const ends = offLoop?.ends ?? []
  if (ends.length === 0) return ': only functions call it that call each other, and nobody else calls those'
  const byFunction = new Map<string, EndAnswer[]>()
  for (const end of ends) {
    const key = `${end.function.name} ${placeText(end.function.at)}:${end.function.at.column}`
    byFunction.set(key, [...(byFunction.get(key) ?? []), end])
  }
  const own = `${name} ${placeText(at)}:${at.column}`
  const lines = [...byFunction].map(([key, group]) => endText(key === own ? 'itself' : 'above', group))
  if (lines.length === 1) return `: ${lines[0]}`
  const shown = lines.slice(0, maxEnds)
  const more = lines.length - shown.length
  return [':', ...shown, ...(more > 0 ? [`and ${more} more such ways`] : [])].join('\n    ')
}

function endText(which: 'itself' | 'above', ends: readonly EndAnswer[]): string {
  const { name, at } = ends[0]!.function
  const who = which === 'itself' ? `\`${name}\`` : `\`${name}\` (${placeText(at)}), which leads to it,`
  const bare = ends.find((each) => each.code === 'no-caller')
  if (bare) {
    const mention = bare.mentions[0]
    const exported = bare.isExported ? '; it is exported, so code outside of it may' : ''
    const named = mention ? `; ${placeText(mention)} names it without calling it` : ''
    return `nobody in the project calls \`${name}\`${which === 'itself' ? '' : ` (${placeText(at)}), which leads to it`}${named || exported}`
  }
  return `${who} is ${joined(ends.map(wayText))}`
}

function wayText({ code, callee, at }: EndAnswer): string {
  const where = at ? ` (${placeText(at)})` : ''
  switch (code) {
    case 'test':
      return `called only by tests${where}`
    case 'worker':
      return `called only by worker threads${where}`
    case 'parameter':
      return `called only through a parameter${where}`
    case 'elsewhere':
      return `only given to \`${callee}\`${where}, which does not run it on the loop`
    case 'after-start-up':
      return `only given to \`${callee}\`${where}, a step of a promise that is made at start-up`
    case 'unknown-host':
      return `only given to \`${callee}\`${where}, and whether that calls it on the loop is unknown`
    case 'no-caller':
      return 'called by nobody'
  }
}

/** "called only by tests, and through a parameter": the second "only" would contradict the first. */
function joined(ways: readonly string[]): string {
  const [first = '', ...more] = [...new Set(ways)]
  return [first, ...more.map((each) => each.replace(/^called only |^only /u, ''))].join(', and ')
}
