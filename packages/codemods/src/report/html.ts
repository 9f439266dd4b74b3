/** The plan as one page that opens without a server: totals, pieces with their diffs, walls with their reasons. */
import { relative } from 'node:path'
import type { Project } from '@offloop/analysis'
import type { Piece, SiteVerdict } from '../plan/plan.ts'
import type { Settled } from '../verify/settle.ts'
import { applyEdits } from '../edit/apply.ts'
import { originalText } from '../write/original-text.ts'
import { diffText } from './diff.ts'

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}
pre{background:#f6f8fa;padding:.6rem;overflow-x:auto;font-size:13px}ins{background:#dafbe1;text-decoration:none;display:block}del{background:#ffebe9;text-decoration:none;display:block}
summary{cursor:pointer;padding:.3rem 0}code{font-size:13px}.n{font-variant-numeric:tabular-nums;text-align:right}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}td,th{border-color:#30363d}ins{background:#12361f}del{background:#3d1418}}`

/** The plan as one page that opens without a server. */
export function htmlReport(settled: Settled, project: Project, isWritten: boolean): string {
  const { plan } = settled
  const count = (verdict: SiteVerdict['verdict']): number => plan.sites.filter((each) => each.verdict === verdict).length
  const totals = [
    ['blocking calls', plan.sites.length],
    ['migrated', count('migrated')],
    ['in an async twin', count('twinned')],
    ['moved to a thread', count('offloaded')],
    ['kept with a reason', count('wall')],
    ['rolled back', count('rolled-back')],
    ['not on the loop', count('not-on-loop')],
    ['files changed', settled.texts.size],
  ] as const
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>offloop ${escape(plan.codemod)}</title><style>${style}</style></head><body>
<h1>offloop ${escape(plan.codemod)}${isWritten ? '' : ' (plan only)'}</h1>
<table><tbody>${totals.map(([name, value]) => `<tr><th>${name}</th><td class="n">${value}</td></tr>`).join('')}</tbody></table>
<h2>Pieces</h2>
${plan.pieces.map((each) => pieceHtml(each, project)).join('\n') || '<p>Nothing to migrate.</p>'}
<h2>What stays sync, and why</h2>
${wallsHtml(plan.sites, project.root)}
${plan.problems.length > 0 ? `<h2>Files left alone</h2><ul>${plan.problems.map((each) => `<li>${escape(each.message)}</li>`).join('')}</ul>` : ''}
</body></html>
`
}

function pieceHtml(piece: Piece, project: Project): string {
  const diffs = piece.files.map(({ file, edits }) => {
    const before = originalText(project, file)
    const lines = diffText(file, project.root, before, applyEdits(before, edits), false)
      .split('\n')
      .map((line) => {
        const text = escape(line)
        return line.startsWith('+') ? `<ins>${text}</ins>` : line.startsWith('-') ? `<del>${text}</del>` : `${text}\n`
      })
    return `<pre>${lines.join('')}</pre>`
  })
  const notes = piece.notes.map((each) => `<p>Note: ${escape(each)}</p>`).join('')
  return `<details><summary>${escape(piece.title)} <small>(${piece.functions.length} functions, ${piece.files.length} files)</small></summary>${notes}<p>${piece.functions.map((each) => `<code>${escape(each.name)}</code> ${escape(relative(project.root, each.file))}:${each.line}`).join('<br>')}</p>${diffs.join('')}</details>`
}

function wallsHtml(sites: readonly SiteVerdict[], root: string): string {
  const left = sites.filter((each) => each.wall)
  if (left.length === 0) return '<p>Nothing.</p>'
  const rows = left.map(
    (each) =>
      `<tr><td><code>${escape(relative(root, each.file))}:${each.line}</code></td><td>${escape(each.api)}</td><td>${escape(each.wall!.reason)}</td><td>${escape(each.wall!.message)}<br><small>${escape(each.chain)}</small></td></tr>`,
  )
  return `<table><thead><tr><th>where</th><th>call</th><th>reason</th><th>why</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)
}
