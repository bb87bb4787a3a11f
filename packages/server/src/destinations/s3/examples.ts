import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = {
  bucket: 'my-events',
  region: 'eu-central-1',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  prefix: 'foyer',
  format: 'ndjson',
  seconds: 300
}
const file = 'foyer/event_date%3D2026-11-26/hour%3D08/dlv_00000000000000000000000000000001'
const row = {
  id: 'evt-order',
  time: '2026-11-26T08:00:00.000Z',
  type: 'track',
  name: 'Order Completed',
  visitor_id: samples.identified.visitor.id,
  user_id: 'u_42',
  session_id: 'ses_00000000000000000000000000000001',
  url: 'https://shop.example/thanks',
  path: '/thanks',
  properties: samples.orderCompleted.properties,
  context: samples.orderCompleted.context,
  traits: samples.identified.visitor.traits
}
const money = { order_id: 'o-1001', revenue: 11.7, currency: 'EUR' }

export const examples: StepExample[] = [
  {
    title: 'An order, as a line of NDJSON',
    preset: 'everything',
    settings,
    in: samples.orderCompleted,
    out: {
      method: 'PUT',
      url: `https://my-events.s3.eu-central-1.amazonaws.com/${file}.ndjson.gz`,
      headers: { 'content-type': 'application/gzip' },
      body: `${JSON.stringify(row)}\n`
    }
  },
  {
    title: 'An order in Parquet, with columns of its own',
    preset: 'orders',
    settings: { ...settings, format: 'parquet' },
    in: samples.orderCompleted,
    out: {
      method: 'PUT',
      url: `https://my-events.s3.eu-central-1.amazonaws.com/${file}.parquet`,
      headers: { 'content-type': 'application/vnd.apache.parquet' },
      body: [
        {
          ...row,
          title: null,
          referrer: null,
          properties: JSON.stringify(row.properties),
          context: JSON.stringify(row.context),
          traits: JSON.stringify(row.traits),
          ...money
        }
      ]
    }
  },
  {
    title: 'A page view, in a store of your own',
    preset: 'everything',
    settings: { ...settings, endpoint: 'https://minio.example.com/' },
    in: { ...samples.pageViewed, context: {} },
    out: {
      method: 'PUT',
      url: `https://minio.example.com/my-events/${file}.ndjson.gz`,
      body: `${JSON.stringify({
        id: 'evt-page',
        time: '2026-11-26T08:00:00.000Z',
        type: 'page',
        visitor_id: samples.pageViewed.visitor.id,
        session_id: 'ses_00000000000000000000000000000001',
        url: 'https://shop.example/mugs?utm_source=news',
        path: '/mugs',
        title: 'Mugs',
        referrer: 'https://news.example/',
        properties: {},
        context: {},
        traits: {}
      })}\n`
    }
  },
  {
    title: 'A page view is nothing of the shop',
    preset: 'orders',
    settings,
    in: samples.pageViewed,
    out: { notWanted: true }
  }
]
