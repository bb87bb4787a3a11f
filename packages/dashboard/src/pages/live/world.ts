/**
 * A world small enough to ship: land as dots 2.5 degrees apart, from 76.25° N to 55° S, and the middle of each country. Made
 * from Natural Earth's 1:110m land and 1:50m countries (public domain).
 */
const stepDegrees = 2.5
const northernmost = 76.25
/** Runs of land in each row, `start.length` in base 36. */
const land =
  'n.1 q.1 s.1 v.2 z.1 18.k 2o.3 33.6|m.4 y.2 11.1 1e.e 2l.2 2x.c 3k.1|0.1 9.1 p.5 x.2 10.7 1f.c 2l.2 2r.3 2v.l' +
  ' 3h.8|5.l r.1 t.1 y.3 12.2 16.3 1f.a 27.8 2l.1 2n.4 2s.1 2u.16|0.4 6.w 16.5 1f.7 1t.1 25.9 2f.1 2i.1i|8.s 11' +
  '.1 13.1 17.3 1f.5 1s.1 24.4 29.1q|6.s 15.2 1g.3 22.5 29.1i 3s.5|7.4 h.i 15.6 22.5 29.1c 3s.1|8.1 j.i 15.6 1y' +
  '.1 23.1 25.1 28.1b 3q.3|k.j 14.9 1w.2 1z.1 23.1h 3q.2|l.t 1y.1m|m.m 19.1 1c.3 1y.1m|m.o 1z.d 2d.1 2f.5 2l.y|' +
  'm.m 1z.4 24.1 26.5 2g.3 2k.y 3l.1|m.l 1w.5 25.2 28.4 2d.2 2g.4 2m.u 3k.1|n.j 1w.4 26.1 28.1 2b.9 2m.p 3e.1 3' +
  'k.1|n.j 20.4 2d.z 3f.1 3i.2|p.g 1x.7 2e.y 3h.1|p.1 r.c 1w.b 28.3 2c.1 2e.z|q.8 13.1 1w.n 2k.t|s.5 13.1 1u.k ' +
  '2f.5 2m.q|t.4 1u.k 2f.8 2r.k 3c.1|u.3 10.1 1t.m 2g.8 2s.7 31.6|u.4 z.2 17.2 1u.l 2g.7 2t.5 32.4 37.1|x.4 1t.' +
  'n 2h.4 2t.4 33.4 3c.1|10.3 1t.q 2u.2 33.5 3c.2|16.1 18.1 1u.n 2j.1 2u.2 33.1 35.2|13.1 15.7 1v.p 33.1 3e.1|1' +
  '5.8 1w.5 22.i 2w.1 34.1|15.b 24.f 33.2 39.2|14.c 24.e 34.2 38.3|14.e 24.d 34.2 38.3 3c.1 3g.2|14.h 24.c 35.1' +
  ' 3c.1 3i.4|14.i 25.b 36.1 3j.4|14.i 25.b 3b.2 3e.1 3k.1|15.g 25.b|15.f 25.b 2j.1 3g.2|17.d 25.b 2i.2 3d.6 3l' +
  '.1|18.c 25.9 2i.2 3d.a|18.c 25.9 2h.2 3a.e|18.a 26.8 2h.2 39.f|18.9 26.7 39.g|17.9 27.6 3a.f|17.9 27.5 3a.f|' +
  '17.8 27.3 3a.4 3i.7|17.6 3k.4|17.5 3m.1 3y.1|16.4 3m.1 3x.1|17.3 3w.1|16.3 3v.1|16.3|16.2 1c.1|17.2'
const middles =
  'AD2,43 AE54,24 AF66,34 AG-62,17 AI-63,18 AL20,41 AM45,40 AO18,-12 AQ83,-85 AR-65,-35 AS-171,-14 AT14,48 AU12' +
  '4,-12 AW-70,13 AX20,60 AZ48,40 BA18,44 BB-60,13 BD90,24 BE5,51 BF-2,12 BG25,43 BH51,26 BI30,-3 BJ2,10 BL-63,' +
  '18 BM-65,32 BN115,4 BO-65,-17 BQ-68,12 BR-53,-11 BS-78,25 BT90,27 BV3,-54 BW24,-22 BY28,54 BZ-89,17 CA-100,5' +
  '6 CC97,-12 CD24,-3 CF20,7 CG15,-1 CH8,47 CI-6,8 CK-160,-21 CL-71,-34 CM13,6 CN103,37 CO-73,4 CR-84,10 CU-79,' +
  '22 CV-24,15 CW-69,12 CX106,-10 CY33,35 CZ15,50 DE10,51 DJ43,12 DK9,56 DM-61,15 DO-71,19 DZ3,28 EC-78,-1 EE26' +
  ',59 EG30,26 EH-12,24 ER39,15 ES-4,40 ET40,9 FI26,64 FJ178,-18 FK-59,-52 FM158,7 FO-7,62 FR2,47 GA12,-1 GB-2,' +
  '54 GD-62,12 GE44,42 GF-53,4 GG-3,49 GH-1,8 GI-5,36 GL-42,73 GM-15,13 GN-11,10 GP-62,16 GQ10,2 GR23,39 GS-37,' +
  '-54 GT-90,16 GU145,13 GW-15,12 GY-59,5 HK114,22 HM74,-53 HN-87,15 HR16,45 HT-73,19 HU19,47 ID114,0 IE-8,53 I' +
  'L35,31 IM-5,54 IN80,23 IO72,-7 IQ44,33 IR54,33 IS-19,65 IT12,43 JE-2,49 JM-77,18 JO37,31 JP138,37 KE38,1 KG7' +
  '5,41 KH105,13 KI-157,2 KM43,-12 KN-63,17 KP127,40 KR128,36 KW48,29 KY-81,19 KZ67,48 LA104,18 LB36,34 LC-61,1' +
  '4 LI10,47 LK81,8 LR-9,6 LS28,-30 LT24,55 LU6,50 LV25,57 LY18,27 MA-9,30 MC7,44 MD28,47 ME19,43 MF-63,18 MG47' +
  ',-19 MH171,7 MK22,42 ML-4,17 MM96,21 MN103,47 MO114,22 MP146,15 MQ-61,15 MR-10,20 MS-62,17 MT14,36 MU58,-20 ' +
  'MV74,4 MW34,-13 MX-102,24 MY115,4 MZ36,-17 NA17,-22 NC165,-21 NE9,17 NF168,-29 NG8,10 NI-85,13 NL6,52 NO9,61' +
  ' NP84,28 NR167,-1 NU-170,-19 NZ171,-44 OM56,21 PA-80,9 PE-74,-9 PF-149,-18 PG144,-7 PH121,16 PK69,30 PL19,52' +
  ' PM-56,47 PN-128,-24 PR-66,18 PS35,32 PT-8,40 PW135,8 PY-58,-23 QA51,25 RE56,-21 RO25,46 RS21,44 RU96,66 RW3' +
  '0,-2 SA45,24 SB160,-10 SC55,-5 SD30,16 SE16,62 SG104,1 SH-6,-16 SI15,46 SJ20,78 SK19,49 SL-12,9 SM12,44 SN-1' +
  '4,14 SO46,5 SR-56,4 SS30,7 ST7,0 SV-89,14 SX-63,18 SY38,35 SZ31,-27 TC-72,22 TD19,15 TF69,-49 TG1,9 TH101,15' +
  ' TJ71,39 TK-172,-9 TL126,-9 TM59,39 TN10,34 TO-175,-21 TR35,39 TT-61,10 TV179,-8 TW121,24 TZ35,-6 UA31,49 UG' +
  '32,1 UM-160,0 US-98,39 UY-56,-33 UZ63,42 VA12,42 VC-61,13 VE-66,7 VG-65,18 VI-65,18 VN106,17 VU167,-15 WF-17' +
  '8,-14 WS-172,-14 XK21,43 YE48,16 YT45,-13 ZA25,-29 ZM28,-13 ZW30,-19'

/** Degrees are drawn higher than wide, as on maps people know. */
const stretch = 1.22
export const mapWidth = 360 / stepDegrees
export const mapHeight = land.split('|').length * stretch

export type Point = { x: number; y: number }

export const project = (longitude: number, latitude: number): Point => ({
  x: (longitude + 180) / stepDegrees,
  y: ((northernmost - latitude) / stepDegrees + 0.5) * stretch
})

/** One path for all dots: each is a line of no length with round ends. */
export function landPath(): string {
  const dots: string[] = []
  land.split('|').forEach((row, index) => {
    const y = ((index + 0.5) * stretch).toFixed(2)
    for (const run of row === '' ? [] : row.split(' ')) {
      const [start = 0, length = 0] = run.split('.').map(text => Number.parseInt(text, 36))
      for (let at = start; at < start + length; at += 1) dots.push(`M${at + 0.5} ${y}h0`)
    }
  })
  return dots.join('')
}

const pointsByCountry = new Map(
  [...middles.matchAll(/([A-Z]{2})(-?\d+),(-?\d+)/g)].map(([, code = '', longitude, latitude]) => [
    code,
    project(Number(longitude), Number(latitude))
  ])
)

/** Where a country lies on the map; nothing for a code that is none. */
export const countryPoint = (code: string): Point | undefined => pointsByCountry.get(code)
