/** The flags of sync-to-async; other codemods of projects take those that mean the same to them. */
import type { CodemodFlag } from './file-codemod.ts'

/** Which calls are migrated, and what is done where not all users of a function can follow. */
export const migrationFlags: readonly CodemodFlag[] = [
  {
    flag: '--from <where>',
    meaning: '"handlers": what the served loop can reach (default where handlers are found), "all": every blocking call',
    values: ['handlers', 'all'],
  },
  { flag: '--from-report <file>', meaning: "Only the calls that a server's detector saw: the file that it wrote (repeatable)" },
  {
    flag: '--strategy <how>',
    meaning:
      '"convert" (default): functions become async where all their users can follow; "auto": where some can not, an async twin stands beside; "twin": also beside what a package exports',
    values: ['convert', 'auto', 'twin'],
  },
  {
    flag: '--public <how>',
    meaning:
      'What a published package exports: "keep" (default) its sync form; "twin": set an async twin beside it; "convert": it becomes async, a breaking change',
    values: ['keep', 'twin', 'convert'],
  },
  {
    flag: '--listeners <how>',
    meaning:
      '"keep" (default): sync where an error would end elsewhere; "convert": async, with what they throw as an "error" event of their emitter',
    values: ['keep', 'convert'],
  },
  {
    flag: '--wrap-main',
    meaning: 'What a CommonJS script starts with moves into an async function, where it exports nothing and no other module loads it',
  },
  { flag: '--api <name>', meaning: 'Only this call, by name or catalogue id (repeatable, commas allowed)' },
  {
    flag: '--tier <tier>',
    meaning: 'Only calls of this tier: spawn, cpu, file, database, metadata, wait (repeatable, commas allowed)',
  },
  { flag: '--no-markers', meaning: 'Leave no comments at the calls that stay sync' },
  { flag: '--assume-closed', meaning: 'Calls on values of unknown type hold no function back' },
]
