/** Files in which nothing serves requests, whatever calls what in them. */
const testFile = /(^|\/)(__tests__|__mocks__|tests?|spec|e2e)\/|(\.(test|spec|bench|e2e)|[-_]test|(^|\/)test)\.[cm]?[jt]sx?$/
const toolFile = /(^|\/)[^/]*\.config\.[cm]?[jt]s$|(^|\/)(gulpfile|gruntfile|rollup|webpack|karma)[^/]*\.[cm]?js$/i

/** Tests and the configuration files of tools: nothing in them serves requests. `file` is relative to the project's root. */
export function isOffLoopFile(file: string): boolean {
  return testFile.test(file) || isToolFile(file)
}

/** The configuration file of a tool, which calls what it finds there. */
export function isToolFile(file: string): boolean {
  return toolFile.test(file)
}
