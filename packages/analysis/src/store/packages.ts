/** What the packages around a project say: installed versions, and entries that they add to the catalogue. */
import { extendFromProject as extend, findInstalled, nearestPackage } from '@offloop/catalog'
import type { Catalog } from '@offloop/catalog'
import { dirname } from 'node:path'
import type { Problem } from '../ask/finding.ts'
import type { Majors } from '../join/majors.ts'

/** Majors of installed packages, each looked up once, from a file or from the root; where one isn't installed, the lowest major that the nearest package.json asks for. */
export function installedMajors(root: string): Majors {
  const known = new Map<string, number | undefined>()
  const lookUp = (module: string, folder: string, isCertain: boolean): number | undefined => {
    const key = `${folder}\0${module}\0${isCertain}`
    if (!known.has(key)) known.set(key, installedMajor(folder, module, isCertain))
    return known.get(key)
  }
  return Object.assign((module: string, file?: string) => lookUp(module, file === undefined ? root : dirname(file), false), {
    certain: (module: string, file: string) => lookUp(module, dirname(file), true),
  })
}

function installedMajor(root: string, module: string, isCertain: boolean): number | undefined {
  if (module.startsWith('node:')) return undefined
  const installed = findInstalled(root, module)?.version
  const asked = nearestPackage(root)
  const version = installed ?? asked?.dependencies?.[module] ?? asked?.devDependencies?.[module] ?? asked?.peerDependencies?.[module]
  if (isCertain && installed === undefined && !/^[\^~]?\d+(\.[\dx]+)*(-[\w.]+)?$/.test(version ?? '')) return undefined
  const major = version === undefined ? undefined : /\d+/.exec(version)?.[0]
  return major === undefined ? undefined : Number(major)
}

/** Adds `offloop.config.*` of the root and the `offloop` field of its direct dependencies. Faulty ones become problems. */
export function extendFromProject(base: Catalog, root: string, problems: Problem[]): Catalog {
  return extend(base, root, (file, message) => problems.push({ file, code: 'bad-config', message }))
}
