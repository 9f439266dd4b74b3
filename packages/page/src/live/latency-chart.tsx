/** How long `/health` took over the last seconds, and when the loop stood still. */
import type { ComponentChild } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import Chart from 'uplot'
import { ms } from '../format.ts'
import { windowMs } from './messages.ts'
import type { LaneNews, Span } from './messages.ts'

const height = 240
const dark = matchMedia('(prefers-color-scheme: dark)')

/** What a chart shows. */
export interface LatencyChartProps {
  readonly title: string
  readonly news: LaneNews
  readonly now: number
  readonly mostMs: number
}

interface Shown {
  readonly now: number
  readonly mostMs: number
  readonly stalls: readonly Span[]
}

/** The chart, as wide as its lane. What it shows is told in words, too. */
export function LatencyChart({ title, news, now, mostMs }: LatencyChartProps): ComponentChild {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>()
  const shown = useRef<Shown>({ now, mostMs, stalls: [] })
  const isDark = useScheme()
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const made = new Chart(optionsFor(element, shown), [[], []], element)
    chart.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      made.destroy()
    }
  }, [isDark])
  useEffect(() => {
    shown.current = { now, mostMs, stalls: news.stalls }
    const { health } = news
    chart.current?.setData([health.map(([at]) => (at - now) / 1000), health.map(([, took]) => took)])
  }, [news, now, mostMs, isDark])
  const { p50, longest, stalls } = news.figures
  const words = `${title}: half of the answers within ${ms(p50 ?? 0)}, the longest ${ms(longest ?? 0)}, ${stalls} stalls of the loop.`
  return (
    <figure>
      <div ref={place} role="img" aria-label={words} />
      <figcaption class="quiet">
        <span class="key answer" /> answer of /health <span class="key stall" /> the loop stood still, says the detector
      </figcaption>
    </figure>
  )
}

function useScheme(): boolean {
  const [isDark, setDark] = useState(dark.matches)
  useEffect(() => {
    const changed = (): void => setDark(dark.matches)
    dark.addEventListener('change', changed)
    return () => dark.removeEventListener('change', changed)
  }, [])
  return isDark
}

function optionsFor(element: HTMLElement, shown: { readonly current: Shown }): Chart.Options {
  const colour = (name: string): string => getComputedStyle(element).getPropertyValue(name)
  const [line, stall] = [colour('--call'), colour('--stall')]
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } }
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [-windowMs / 1000, 0] },
      y: { range: () => [0, shown.current.mostMs] },
    },
    axes: [
      { ...axis, space: 60, values: (_chart, values) => values.map((value) => (value === 0 ? 'now' : `${value} s`)) },
      { ...axis, size: 64, values: (_chart, values) => values.map((value) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`)) },
    ],
    series: [{}, { stroke: line, width: 1.5, points: { show: false } }],
    hooks: { drawAxes: [(chart) => drawStalls(chart, shown.current, stall)] },
  }
}

/** A bar for each stall: as wide as it lasted, and as high. */
function drawStalls(chart: Chart, { now, stalls }: Shown, colour: string): void {
  const { ctx, bbox } = chart
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.fillStyle = colour
  ctx.globalAlpha = 0.3
  for (const [at, tookMs] of stalls) {
    const left = chart.valToPos((at - now) / 1000, 'x', true)
    const right = chart.valToPos((at + tookMs - now) / 1000, 'x', true)
    const top = chart.valToPos(tookMs, 'y', true)
    ctx.fillRect(left, top, Math.max(1, right - left), bbox.top + bbox.height - top)
  }
  ctx.restore()
}
