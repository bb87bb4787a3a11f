import type { ResponderSettings } from '@foyer/protocol'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { faultIn, type Given } from './field-fault.ts'
import { AddressField, NumberField, SecondsField } from './outward-fields.tsx'

type Props = Given & { kept: ResponderSettings }

export function ModelSettings(props: Props) {
  const { form, write } = props
  return (
    <Section
      title="The service"
      hint="Anything that speaks the OpenAI chat protocol: a hosted one, or a model on a machine of yours."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <AddressField {...props} name="baseUrl" label="Base URL" placeholder="https://api.example/v1" />
        <Field label="Model" error={faultIn(props, 'model')}>
          {state => (
            <Input
              {...state}
              spellCheck={false}
              maxLength={200}
              value={form.model}
              onChange={event => write({ model: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ApiKey {...props} />
      <Field
        label="Instructions"
        hint="How it should sound, what it should not promise. Words inside documents or messages cannot change what it may do."
        error={faultIn(props, 'instructions')}
      >
        {state => (
          <Textarea
            {...state}
            rows={4}
            maxLength={8_000}
            placeholder="Be brief and friendly. Give prices in euros."
            value={form.instructions}
            onChange={event => write({ instructions: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField {...props} name="maxTokens" label="At most so many tokens in an answer" least={16} most={8_000} />
        <SecondsField {...props} name="openaiSeconds" hint="Then a person is called." />
        <NumberField
          {...props}
          name="tokensADay"
          label="At most so many tokens a day"
          hint="Of questions and answers together; then a person is called. Empty: no limit."
          least={1_000}
          most={1_000_000_000}
        />
      </div>
    </Section>
  )
}

function ApiKey(props: Props) {
  const { form, write, kept } = props
  // A key belongs to where it was given for: the server lets it go with the address.
  const isElsewhere = originOf(form.baseUrl) !== originOf(kept.openai.baseUrl)
  const isKept = kept.openai.hasKey && !form.isKeyForgotten && !isElsewhere
  return (
    <div className="flex items-end gap-2">
      <div className="flex-1">
        <Field
          label="API key"
          hint={
            isKept
              ? 'One is kept, sealed; it is never shown again. Type another to replace it.'
              : form.isKeyForgotten
                ? 'The kept one is forgotten when you save.'
                : kept.openai.hasKey
                  ? 'The kept one is for the address it was given for. Type the one for this address.'
                  : 'None is kept. A service of your own may need none.'
          }
          error={faultIn(props, 'apiKey')}
        >
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="off"
              spellCheck={false}
              maxLength={500}
              placeholder={isKept ? '••••••••••••' : ''}
              value={form.apiKey}
              onChange={event => write({ apiKey: event.target.value })}
            />
          )}
        </Field>
      </div>
      {isKept && form.apiKey === '' && (
        <Button look="danger" className="mb-5.5" onClick={() => write({ isKeyForgotten: true })}>
          Forget it
        </Button>
      )}
    </div>
  )
}

const originOf = (address: string) => URL.parse(address.trim())?.origin
