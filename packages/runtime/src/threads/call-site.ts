/** Where functions were wrapped: names those that their modules do not export, as loading the module on a thread wraps them there, too. */
import type { AnyFunction } from '../async-brand.ts'
import { shared } from '../process-state.ts'

/** Functions by place and source text; undefined where several of one text were wrapped at one place, which nobody could tell apart. */
const sites = shared('call sites', () => new Map<string, Map<string, AnyFunction | undefined>>())

/** The place, as URL with line and column, from which the public function was called that calls this. */
export function siteOfCaller(): string | undefined {
  const line = new Error().stack?.split('\n')[3] ?? ''
  return /(file:\/\/.*:\d+:\d+)/.exec(line)?.[1]
}

/** Notes that a function is wrapped at a place. */
export function noteSite(site: string, fn: AnyFunction): void {
  const text = String(fn)
  const here = sites.get(site) ?? new Map<string, AnyFunction | undefined>()
  sites.set(site, here.set(text, here.has(text) && here.get(text) !== fn ? undefined : fn))
}

/** The function of that text that is wrapped at a place, if it is the only one. */
export const functionAtSite = (site: string, text: string): AnyFunction | undefined => sites.get(site)?.get(text)
