/** The part of d3-flame-graph that is used: it has no types of its own. */
declare module 'd3-flame-graph' {
  import type { FlameData } from '@offloop/codemods'
  import type { Selection } from 'd3-selection'

  /** A graph that is called with a selection. */
  export interface FlameGraph {
    (selection: Selection<HTMLDivElement, FlameData, null, undefined>): void
    width(value: number): this
    cellHeight(value: number): this
    inverted(value: boolean): this
    minFrameSize(value: number): this
    transitionDuration(value: number): this
    label(text: (node: { readonly data: FlameData }) => string): this
    search(text: string): void
    clear(): void
    destroy(): void
  }
  export default function flamegraph(): FlameGraph
}
