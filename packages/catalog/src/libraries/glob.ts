/** Blocking calls of libraries that match file names against patterns. */
import type { BlockingApi, Twin } from '../entry.ts'
import { itself, itselfCallsBack, named } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const walk = (name: string, twin: Twin): Row => ({ name, tier: 'file', effect: 'read', twin })
const to = (module: string, name: string, note?: string): Twin => ({ module, name, form: note ? 'manual' : 'same', ...(note && { note }) })

const iterator = 'gives an async iterator'
const stream = 'reads its directories asynchronously'
const whole = 'the module itself is the async function'

/** `sync` is the name in old majors of glob and globby, and still there in glob and fast-glob. */
export const glob: readonly BlockingApi[] = [
  ...apisOf('glob', 'https://github.com/isaacs/node-glob#globsyncpattern-string--string-options-globoptions--string--path', [
    walk('globSync', to('glob', 'glob')),
    walk('sync', {
      ...to('glob', 'glob', 'gives a promise from glob 9 on and calls back before'),
      byMajor: [itselfCallsBack(4, 8), named(9, 'glob')],
    }),
    walk('glob.sync', to('glob', 'glob')),
    walk('glob.globSync', to('glob', 'glob')),
    walk('globIterateSync', to('glob', 'globIterate', iterator)),
    walk('iterateSync', to('glob', 'iterate', iterator)),
    walk('globStreamSync', to('glob', 'globStream', stream)),
    walk('streamSync', to('glob', 'stream', stream)),
    walk('Glob#walkSync', to('glob', 'Glob#walk')),
    walk('Glob#iterateSync', to('glob', 'Glob#iterate', iterator)),
    walk('Glob#streamSync', to('glob', 'Glob#stream', stream)),
    walk('GlobSync', to('glob', 'Glob', 'reports through events; glob 7 and 8')),
  ]),
  ...apisOf('fast-glob', 'https://github.com/mrmlnc/fast-glob#synchronous', [
    walk('sync', to('fast-glob', 'default')),
    walk('globSync', to('fast-glob', 'glob')),
  ]),
  ...apisOf('globby', 'https://github.com/sindresorhus/globby#api', [
    walk('globbySync', to('globby', 'globby')),
    walk('isGitIgnoredSync', to('globby', 'isGitIgnored')),
    walk('isIgnoredByIgnoreFilesSync', to('globby', 'isIgnoredByIgnoreFiles')),
    walk('generateGlobTasksSync', to('globby', 'generateGlobTasks')),
    walk('sync', { ...to('globby', 'default', whole), byMajor: [itself(3, 11)] }),
  ]),
  ...apisOf('tinyglobby', 'https://superchupu.dev/tinyglobby/documentation', [walk('globSync', to('tinyglobby', 'glob'))]),
]
