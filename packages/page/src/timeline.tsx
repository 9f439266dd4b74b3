/** When the loop stood still: a chart over time; dragging across it zooms, a double click goes back. */
import type { TimelineData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import Chart from 'uplot'
import { ms } from './format.ts'

const height = 220

/** The chart, as wide as the page. */
export function Timeline({ data }: { readonly data: TimelineData }): ComponentChild {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const chart = new Chart(optionsFor(element), valuesOf(data), element)
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      chart.destroy()
    }
  }, [data])
  return (
    <section id="timeline">
      <h2>Over time</h2>
      <div ref={place} />
    </section>
  )
}

/** Stalls stand on top of calls. */
function valuesOf({ at, callsMs, stallsMs, longestMs }: TimelineData): Chart.AlignedData {
  return [[...at], callsMs.map((value, index) => value + (stallsMs[index] ?? 0)), [...callsMs], [...longestMs]]
}

function optionsFor(element: HTMLElement): Chart.Options {
  const colour = (name: string): string => getComputedStyle(element).getPropertyValue(name)
  const bars = Chart.paths.bars!({ size: [1, 100], align: 1 })
  const show = (_chart: Chart, value: number | null): string => (value === null ? '' : ms(value))
  const axis = { stroke: colour('--text'), grid: { stroke: colour('--line') }, ticks: { stroke: colour('--line') } }
  return {
    width: element.clientWidth,
    height,
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.05)] } },
    axes: [axis, { ...axis, size: 70, values: (_chart, values) => values.map((value) => ms(value)) }],
    series: [
      {},
      {
        label: 'stalls',
        fill: colour('--stall'),
        width: 0,
        paths: bars,
        points: { show: false },
        value: (chart, _value, _series, index) => stallsAt(chart, index),
      },
      { label: 'calls', fill: colour('--call'), width: 0, paths: bars, points: { show: false }, value: show },
      { label: 'longest', stroke: colour('--text'), width: 1, paths: () => null, points: { show: false }, value: show },
    ],
  }
}

function stallsAt({ data: [, both, calls] }: Chart, index: number | null): string {
  return index === null ? '' : ms((both?.[index] ?? 0) - (calls?.[index] ?? 0))
}
