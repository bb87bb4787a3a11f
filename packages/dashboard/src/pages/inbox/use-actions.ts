import type { Conversation, ConversationChange } from '@foyer/protocol'
import { labelsQuery } from '../../conversation/conversation-data.ts'
import { queryClient } from '../../query-client.ts'
import { faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { counted } from '../../words/numbers.ts'
import { acceptConversation, changeConversation, changeMany } from './inbox-data.ts'

/** A change of one or of many, told when it is done or what it came to. Answers whether all of it was done. */
export function useActions(learn: (conversation: Conversation) => void, open: string | undefined) {
  async function change(ids: readonly string[], wanted: ConversationChange, done: string): Promise<boolean> {
    const [first] = ids
    if (first === undefined) return false
    try {
      const isAll = ids.length === 1 ? await changeOne(first, wanted) : await changeSeveral([...ids], wanted, done)
      // In the open conversation a line between the messages says it already.
      if (ids.length === 1 && (first !== open || wanted.status !== undefined)) toast(done)
      if (wanted.addLabels || wanted.removeLabels) void queryClient.invalidateQueries(labelsQuery)
      return isAll
    } catch (fault) {
      toast(faultText(fault))
      return false
    }
  }

  async function changeOne(id: string, wanted: ConversationChange): Promise<boolean> {
    learn(await changeConversation(id, wanted))
    return true
  }

  async function changeSeveral(ids: string[], wanted: ConversationChange, done: string): Promise<boolean> {
    const { changed, failed } = await changeMany(ids, wanted)
    const what = `${counted(changed, 'conversation')}: ${done.toLowerCase()}`
    toast(
      failed.length === 0 ? what : `${what}. ${counted(failed.length, 'was', 'were')} not: ${failed[0]?.message ?? ''}`
    )
    // Each is told live too; this is for those that were not in sight.
    void queryClient.invalidateQueries({ queryKey: ['inbox', 'list'] })
    return failed.length === 0
  }

  /** Of two who take the same one at once exactly one has it, and the other is told who. */
  async function take(id: string): Promise<void> {
    try {
      learn(await acceptConversation(id))
      if (id !== open) toast('It is yours')
    } catch (fault) {
      toast(faultText(fault))
    }
  }

  return { change, take }
}
