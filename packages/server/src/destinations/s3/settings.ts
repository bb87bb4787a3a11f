import type { SettingField } from '@foyer/protocol'

export const settings: SettingField[] = [
  {
    key: 'bucket',
    label: 'Bucket',
    kind: 'text',
    required: true,
    help: 'Its name only. It stays private; Foyer needs to write into it, and nothing else.',
    placeholder: 'my-events',
    pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    patternHelp: 'A bucket’s name has 3 to 63 small letters, digits, dots and hyphens.'
  },
  {
    key: 'region',
    label: 'Region',
    kind: 'text',
    required: true,
    help: 'Where the bucket is. Cloudflare R2 calls it auto; MinIO takes us-east-1.',
    placeholder: 'eu-central-1',
    initial: 'us-east-1',
    pattern: '^[a-z0-9-]{2,40}$',
    patternHelp: 'A region is written as eu-central-1.'
  },
  {
    key: 'access_key_id',
    label: 'Access key ID',
    kind: 'text',
    required: true,
    help: 'Of a user who may do s3:PutObject in this bucket, and nothing else.',
    placeholder: 'AKIA…',
    pattern: '^[A-Za-z0-9_-]{3,128}$',
    patternHelp: 'An access key ID has letters and digits only.'
  },
  {
    key: 'secret_access_key',
    label: 'Secret access key',
    kind: 'secret',
    required: true,
    help: 'AWS shows it once, when the key is made.'
  },
  {
    key: 'prefix',
    label: 'Folder',
    kind: 'text',
    required: false,
    help: 'What comes before event_date=…/hour=… in the name of a file.',
    initial: 'foyer',
    pattern: '^[A-Za-z0-9_.=-]+(/[A-Za-z0-9_.=-]+)*$',
    patternHelp: 'A folder has letters, digits, . _ = - and / between; none at its beginning or end.'
  },
  {
    key: 'format',
    label: 'Format',
    kind: 'choice',
    required: true,
    help: 'NDJSON is read by everything. Parquet is smaller, and quicker to ask (Athena, DuckDB, ClickHouse, Spark).',
    choices: [
      { value: 'ndjson', label: 'NDJSON, compressed (.ndjson.gz)' },
      { value: 'parquet', label: 'Parquet (.parquet)' }
    ],
    initial: 'ndjson'
  },
  {
    key: 'seconds',
    label: 'Gather for, in seconds',
    kind: 'number',
    required: true,
    help: 'Events of that time go into one file, up to 2,000. Fewer, larger files are quicker to ask.',
    initial: 300
  },
  {
    key: 'endpoint',
    label: 'Address of another store',
    kind: 'address',
    required: false,
    help: 'Only for stores that speak S3’s protocol, such as MinIO, Cloudflare R2 or Backblaze B2. Empty means Amazon.',
    placeholder: 'https://minio.example.com'
  }
]
