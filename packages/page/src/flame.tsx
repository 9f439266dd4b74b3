/** Along which calls the loop stood still: wide is long, a click goes into a branch, what the search finds is marked. */
import type { FlameData } from '@offloop/codemods'
import flamegraph from 'd3-flame-graph'
import type { FlameGraph } from 'd3-flame-graph'
import { select } from 'd3-selection'
import type { ComponentChild } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ms } from './format.ts'

const cellHeight = 20

/** The graph, as wide as the page. */
export function Flame({ data, search }: { readonly data: FlameData; readonly search: string }): ComponentChild {
  const place = useRef<HTMLDivElement>(null)
  const graph = useRef<FlameGraph>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const share = (value: number): string => `${((value / Math.max(data.value, 1e-9)) * 100).toFixed(1)} %`
    graph.current = flamegraph()
      .width(element.clientWidth)
      .cellHeight(cellHeight)
      .inverted(true)
      .minFrameSize(1)
      .transitionDuration(150)
      .label(({ data: { name, value } }) => `${name}: ${ms(value)}, ${share(value)}`)
    select(element).datum(data).call(graph.current)
    return () => graph.current?.destroy()
  }, [data])
  useEffect(() => {
    if (search.trim() === '') graph.current?.clear()
    else graph.current?.search(search)
  }, [search])
  return (
    <section id="flame">
      <h2>Along the calls</h2>
      <div ref={place} />
    </section>
  )
}
