/** Checks how options are read: from code, from the environment, from the project's configuration, and what is said of those that mean nothing. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { optionsFromEnvironment } from './environment.ts'
import { optionsFromConfig, settingsOf } from './options.ts'
import type { DetectOptions } from './options.ts'

function settle(options: unknown): { settings: ReturnType<typeof settingsOf>; said: string[] } {
  const said: string[] = []
  return { settings: settingsOf(options as DetectOptions, (message) => said.push(message), tmpdir()), said }
}
function fromEnvironment(env: NodeJS.ProcessEnv): { options: DetectOptions; said: string[] } {
  const said: string[] = []
  return { options: optionsFromEnvironment(env, (message) => said.push(message)), said }
}

test.each([0, -1, Number.NaN, Infinity, 'soon'])('a threshold of %s is said, and 100 is used', (threshold) => {
  const { settings, said } = settle({ threshold })
  expect(settings.threshold).toBe(100)
  expect(said).toEqual([expect.stringMatching(/^threshold ".*" is no number of milliseconds above 0: 100 is used$/u)])
})

test('options of another kind, and names that are none, are said and left out', () => {
  const { settings, said } = settle({
    mode: 'strict',
    summary: 'no',
    allow: 'node:fs.statSync',
    thresold: 5,
    catalog: { apis: [{ module: 'x' }] },
  })
  expect(settings).toMatchObject({ mode: 'report', summary: true, allow: [] })
  expect(said).toEqual([
    expect.stringMatching(/there is no option "thresold": use .*threshold/u),
    expect.stringMatching(/mode "strict" is none of report, throw, off/u),
    'allow is no list: it is left out',
    'summary is "no": use true or false; true is used',
    expect.stringMatching(/^catalog: apis\[0\]\.name is missing.*; it is left out$/u),
  ])
})

test('every option has its variable', () => {
  const { options, said } = fromEnvironment({
    OFFLOOP_MODE: 'throw',
    OFFLOOP_THRESHOLD: '50',
    OFFLOOP_REPORT: 'a.jsonl',
    OFFLOOP_ALLOW: ' node:fs.statSync , node:fs.* in src/boot/** ',
    OFFLOOP_FORBID: '* in src/boot/render.js',
    OFFLOOP_ONLY: 'src/**',
    OFFLOOP_SUMMARY: '0',
    OFFLOOP_ARMED: 'true',
    OFFLOOP_GUARD: '1',
    OFFLOOP_WATCHDOG: 'false',
    OFFLOOP_DEBUG: '1',
  })
  expect(said).toEqual([])
  expect(options).toEqual({
    mode: 'throw',
    threshold: '50',
    report: 'a.jsonl',
    allow: ['node:fs.statSync', 'node:fs.* in src/boot/**'],
    forbid: ['* in src/boot/render.js'],
    only: ['src/**'],
    summary: false,
    armed: true,
    guard: true,
    watchdog: false,
    debug: true,
  })
})

test('G04 the switch that allows all blocking takes 1, true, 0 and false, and nothing else', () => {
  const modeOf = (value: string): unknown => fromEnvironment({ OFFLOOP_ALLOW_BLOCKING: value }).options.mode
  expect(['1', 'true', 'TRUE', '0', 'false', ''].map(modeOf)).toEqual(['off', 'off', 'off', undefined, undefined, undefined])
  const { options, said } = fromEnvironment({ OFFLOOP_ALLOW_BLOCKING: 'yes' })
  expect(options).toEqual({})
  expect(said).toEqual(['OFFLOOP_ALLOW_BLOCKING is "yes": use 1, true, 0 or false; it is left out'])
})

test('G05 in production that switch is said', () => {
  expect(fromEnvironment({ OFFLOOP_ALLOW_BLOCKING: '1', NODE_ENV: 'production' }).said).toEqual([
    'OFFLOOP_ALLOW_BLOCKING is set in production: no blocking call is seen or refused',
  ])
})

test('the configuration of the project has options and entries for the catalogue; what is wrong with it is said', () => {
  const said: string[] = []
  const say = (message: string): void => void said.push(message)
  const folderWith = (config: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'offloop-config-'))
    writeFileSync(join(folder, 'offloop.config.json'), config)
    return folder
  }
  const api = { module: 'ledger', name: 'closeBooks', tier: 'database', effect: 'write', remedy: 'offload', source: 'https://example.org' }
  const folder = folderWith(JSON.stringify({ detect: { threshold: 40 }, apis: [api], exclude: ['node:fs.statSync'] }))
  expect(optionsFromConfig(folder, say)).toEqual({ threshold: 40 })
  const { catalog } = settingsOf({}, say, folder)
  expect([catalog.byId('ledger.closeBooks')?.tier, catalog.byId('node:fs.statSync')]).toEqual(['database', undefined])
  expect(said).toEqual([])
  const faulty = folderWith('{ "detect": [], "apis": {} }')
  expect(optionsFromConfig(faulty, say)).toEqual({})
  settingsOf({}, say, faulty)
  settingsOf({}, say, folderWith('{ broken'))
  expect(said).toEqual([
    expect.stringMatching(/offloop\.config\.json: detect is no object: it is left out/u),
    expect.stringMatching(/offloop\.config\.json: apis is an object: use an array; it is left out/u),
    expect.stringMatching(/offloop\.config\.json: can't be loaded \(.*\); it is left out/u),
  ])
})
