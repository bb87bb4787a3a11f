import { pino } from 'pino'
import { openRecords } from '../open.ts'

// A process to be killed: opens the records and says a number as soon as it is committed.
const [folder = '', migrations = ''] = process.argv.slice(2)
const records = await openRecords({ folder, migrations, log: pino({ level: 'silent' }) })
console.log('open')
for (;;) {
  const [row] = await records.sql`insert into notes default values returning id`
  console.log(row?.id)
}
