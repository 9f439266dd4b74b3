/** Commands whose messages nobody sees any more. */
import type { BlockingSite } from '@offloop/analysis'
import { relative } from 'node:path'
import { asksChild } from '../rewrite/call-shape.ts'
import type { Sources } from '../rewrite/source.ts'

/** A line per command whose standard error went to that of the process: the promise form keeps it. */
export function capturedOutput(
  sites: readonly BlockingSite[],
  { sources, root }: { readonly sources: Sources; readonly root: string },
): string[] {
  return sites.flatMap((site) => {
    const { twin, file, call } = site
    const isExec = twin?.form === 'exec' || twin?.form === 'exec-file'
    const source = sources.of(file)
    if (!isExec || asksChild(site, source.callNode(call), source) || /\bstdio\b/.test(source.text.slice(call.start, call.end))) return []
    return [
      `${relative(root, file)}:${call.line}: ${call.calleeText} showed what the command prints on its standard error, which is kept now [shape-differs]`,
    ]
  })
}
