/** Options of the detector in environment variables, for servers that are started with `--import` alone. */
import type { DetectOptions } from './options.ts'

type Warn = (message: string) => void

/** OFFLOOP_MODE, OFFLOOP_THRESHOLD and so on, as docs/detector.md lists them; only those that are set. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv, warn: Warn): DetectOptions {
  const text = (name: string): string | undefined => env[name] || undefined
  const flag = (name: string): boolean | undefined => flagOf(name, text(name), warn)
  const list = (name: string): string[] | undefined => text(name)?.split(',').map(trim).filter(Boolean)
  const options = {
    mode: (flag('OFFLOOP_ALLOW_BLOCKING') ? 'off' : text('OFFLOOP_MODE')) as DetectOptions['mode'],
    threshold: text('OFFLOOP_THRESHOLD') as unknown as number | undefined,
    report: text('OFFLOOP_REPORT'),
    allow: list('OFFLOOP_ALLOW'),
    forbid: list('OFFLOOP_FORBID'),
    only: list('OFFLOOP_ONLY'),
    summary: flag('OFFLOOP_SUMMARY'),
    armed: flag('OFFLOOP_ARMED'),
    guard: flag('OFFLOOP_GUARD'),
    watchdog: flag('OFFLOOP_WATCHDOG'),
    debug: flag('OFFLOOP_DEBUG'),
  }
  if (options.mode === 'off' && env['NODE_ENV'] === 'production' && text('OFFLOOP_ALLOW_BLOCKING'))
    warn('OFFLOOP_ALLOW_BLOCKING is set in production: no blocking call is seen or refused')
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function flagOf(name: string, value: string | undefined, warn: Warn): boolean | undefined {
  if (value === undefined) return undefined
  const word = value.trim().toLowerCase()
  if (word === '1' || word === 'true') return true
  if (word === '0' || word === 'false') return false
  warn(`${name} is "${value}": use 1, true, 0 or false; it is left out`)
  return undefined
}

function trim(text: string): string {
  return text.trim()
}
