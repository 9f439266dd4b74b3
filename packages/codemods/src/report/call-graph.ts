/** The call graph of a piece as nested lists: from handlers down to blocking calls. */
import { relative } from 'node:path'
import type { Piece, PieceCall } from '../plan/plan.ts'
import { escapeHtml } from './escape.ts'

/** Lists of who calls whom; what was shown in full before is only named. */
export function callGraphHtml(piece: Piece, root: string): string {
  const callees = new Map<string, PieceCall[]>()
  for (const call of piece.calls) callees.set(call.from, [...(callees.get(call.from) ?? []), call])
  const called = new Set(piece.calls.map((each) => each.to))
  const tops = [...callees.keys()].filter((key) => !called.has(key))
  const names = new Map(piece.calls.map((each) => [each.from, each.caller]))
  for (const each of piece.functions) if (!names.has(each.key)) names.set(each.key, each.name)
  const shown = new Set<string>()
  const below = (key: string): string => {
    const calls = callees.get(key) ?? []
    if (calls.length === 0) return ''
    if (shown.has(key)) return ' <small>(see above)</small>'
    shown.add(key)
    return `<ul>${calls.map((each) => `<li>${stepHtml(each)}</li>`).join('')}</ul>`
  }
  const stepHtml = ({ to, api, file, line }: PieceCall): string => {
    const place = `<small>${escapeHtml(relative(root, file))}:${line}</small>`
    return to === undefined
      ? `<code class="api">${escapeHtml(api ?? '')}</code> ${place}`
      : `<code>${escapeHtml(names.get(to) ?? '')}</code> ${place}${below(to)}`
  }
  // where all call each other in a circle, any is a start
  const starts = tops.length > 0 ? tops : [...callees.keys()].slice(0, 1)
  return `<ul class="calls">${starts.map((key) => `<li><code>${escapeHtml(names.get(key)!)}</code>${below(key)}</li>`).join('')}</ul>`
}
