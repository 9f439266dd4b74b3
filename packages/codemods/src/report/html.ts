/** The plan as one page that opens without a server: totals, pieces with their call graphs and diffs, walls with their remedies. */
import { relative } from 'node:path'
import type { Project } from '@offloop/analysis'
import { breakingOf } from '../plan/plan.ts'
import type { Piece, Plan, SiteVerdict } from '../plan/plan.ts'
import type { Settled } from '../verify/settle.ts'
import { applyEdits } from '../edit/apply.ts'
import { originalText } from '../write/original-text.ts'
import { callGraphHtml } from './call-graph.ts'
import { diffText } from './diff.ts'
import { escapeHtml } from './escape.ts'
import { remedyFor } from './remedies.ts'

const style = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}
pre{background:#f6f8fa;padding:.6rem;overflow-x:auto;font-size:13px}ins{background:#dafbe1;text-decoration:none;display:block}del{background:#ffebe9;text-decoration:none;display:block}
summary{cursor:pointer;padding:.3rem 0}:focus-visible{outline:2px solid #0969da}.api{font-weight:600}.calls,.calls ul{padding-left:1.2rem}[hidden]{display:none}code{font-size:13px}.n{font-variant-numeric:tabular-nums;text-align:right}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}td,th{border-color:#30363d}ins{background:#12361f}del{background:#3d1418}}`

const filterProgram = `document.getElementById('reason').addEventListener('change', ({ target }) => {
for (const row of document.querySelectorAll('#walls tbody tr')) row.hidden = target.value !== '' && row.dataset.reason !== target.value
})`

/** The plan as one page that opens without a server. */
export function htmlReport(settled: Settled, project: Project, isWritten: boolean): string {
  const { plan } = settled
  const count = (verdict: SiteVerdict['verdict']): number => plan.sites.filter((each) => each.verdict === verdict).length
  const asked = (name: string, verdict: SiteVerdict['verdict']): readonly (readonly [string, number])[] =>
    plan.codemod === 'sync-to-async' || count(verdict) > 0 ? [[name, count(verdict)]] : []
  const totals = [
    [`${plan.words.subject}s`, plan.sites.length],
    ['migrated', count('migrated')],
    ...asked('in an async twin', 'twinned'),
    ...asked('moved to a thread', 'offloaded'),
    ['kept with a reason', count('wall')],
    ['rolled back', count('rolled-back')],
    ...asked('not on the loop', 'not-on-loop'),
    ...asked('too small to matter', 'small'),
    ['files changed', settled.texts.size],
  ] as const
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>offloop ${escapeHtml(plan.codemod)}</title><style>${style}</style></head><body>
<h1>offloop ${escapeHtml(plan.codemod)}${isWritten ? '' : ' (plan only)'}</h1>
<table><tbody>${totals.map(([name, value]) => `<tr><th>${name}</th><td class="n">${value}</td></tr>`).join('')}</tbody></table>
<h2>Pieces</h2>
${plan.pieces.map((each) => pieceHtml(each, project)).join('\n') || '<p>Nothing to migrate.</p>'}
${breakingHtml(plan, project.root)}
<h2>What ${escapeHtml(plan.words.stays)}, and why</h2>
${wallsHtml(plan.sites, project.root)}
${leftAloneHtml(plan, project.root)}
${plan.problems.length > 0 ? `<h2>Files that could not be read</h2><ul>${plan.problems.map((each) => `<li>${escapeHtml(each.message)}</li>`).join('')}</ul>` : ''}
</body></html>
`
}

function pieceHtml(piece: Piece, project: Project): string {
  const diffs = piece.files.map(({ file, edits }) => {
    const before = originalText(project, file)
    const lines = diffText(file, project.root, before, applyEdits(before, edits), false)
      .split('\n')
      .map((line) => {
        const text = escapeHtml(line)
        return line.startsWith('+') ? `<ins>${text}</ins>` : line.startsWith('-') ? `<del>${text}</del>` : `${text}\n`
      })
    return `<pre>${lines.join('')}</pre>`
  })
  const notes = piece.notes.map((each) => `<p>Note: ${escapeHtml(each)}</p>`).join('')
  const size = `${piece.does ?? `${piece.functions.length} functions`}, ${piece.files.length} files`
  return `<details class="piece" id="${escapeHtml(piece.id)}"><summary>${escapeHtml(piece.title)} <small>(${size})</small></summary>${notes}${callGraphHtml(piece, project.root)}${diffs.join('')}</details>`
}

function breakingHtml(plan: Plan, root: string): string {
  const items = breakingOf(plan).map(({ package: name, name: what, file, line }) => {
    const place = `<code>${escapeHtml(relative(root, file))}:${line}</code>`
    return `<li>${escapeHtml(name)}: <code>${escapeHtml(what)}</code> ${place}</li>`
  })
  return items.length === 0
    ? ''
    : `<h2>Breaking: semver major</h2><p>These exports give a promise now.</p><ul id="breaking">${items.join('')}</ul>`
}

function wallsHtml(sites: readonly SiteVerdict[], root: string): string {
  const left = sites.filter((each) => each.wall)
  if (left.length === 0) return '<p>Nothing.</p>'
  const reasons = [...new Set(left.map((each) => each.wall!.reason))].toSorted()
  const options = ['', ...reasons].map((each) => `<option value="${escapeHtml(each)}">${escapeHtml(each || 'every reason')}</option>`)
  const rows = left.map(({ file, line, api, chain, wall }) => {
    const { reason, message, remedy } = wall!
    const cells = [
      `<code>${escapeHtml(relative(root, file))}:${line}</code>`,
      escapeHtml(api),
      escapeHtml(reason),
      `${escapeHtml(message)}<br><small>${escapeHtml(chain)}</small>`,
      escapeHtml(remedy ?? remedyFor(reason)),
    ]
    return `<tr data-reason="${escapeHtml(reason)}">${cells.map((each) => `<td>${each}</td>`).join('')}</tr>`
  })
  const heads = ['where', 'call', 'reason', 'why', 'what can be done'].map((each) => `<th scope="col">${each}</th>`)
  return `<p><label>Show <select id="reason">${options.join('')}</select></label></p>
<table id="walls"><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>
<script>${filterProgram}</script>`
}

function leftAloneHtml({ leftAlone }: Plan, root: string): string {
  if (leftAlone.length === 0) return ''
  const items = leftAlone.map(({ file, why }) => `<li><code>${escapeHtml(relative(root, file))}</code> ${escapeHtml(why)}</li>`)
  return `<h2>Files that are read and not edited</h2><ul>${items.join('')}</ul>`
}
