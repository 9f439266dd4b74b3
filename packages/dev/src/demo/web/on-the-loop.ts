/** The lane that runs heavy functions on its loop, as they were written. */
import { countPrimes, exportOrders, hashPassword, totalOrders } from './heavy-work.ts'
import { serveLane } from './lane-server.ts'

serveLane({
  hash: hashPassword,
  primes: countPrimes,
  json: totalOrders,
  export: exportOrders,
})
