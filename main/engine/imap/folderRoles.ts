import type { FolderRole } from '../../../preload/contract/index.ts';

/** SPECIAL-USE attributes (RFC 6154, and Gmail's older XLIST names). */
const specialUse: Readonly<Record<string, FolderRole>> = {
  '\\all': 'all',
  '\\allmail': 'all',
  '\\archive': 'archive',
  '\\drafts': 'drafts',
  '\\flagged': 'flagged',
  '\\starred': 'flagged',
  '\\junk': 'junk',
  '\\spam': 'junk',
  '\\sent': 'sent',
  '\\trash': 'trash',
};

/** The names under which servers and clients make these folders, lower case, in the languages they speak. */
// prettier-ignore
const wellKnownNames: Readonly<Record<'drafts' | 'sent' | 'archive' | 'junk' | 'trash', readonly string[]>> = {
  drafts: [
    'drafts', 'draft', 'draft messages', 'entwürfe', 'brouillons', 'borradores', 'bozze', 'rascunhos', 'concepten',
    'utkast', 'kladder', 'luonnokset', 'koncepty', 'kopie robocze', 'wersje robocze', 'piszkozatok', 'ciorne',
    'taslaklar', 'черновики', 'чернетки', 'πρόχειρα', 'טיוטות', 'المسودات', 'مسودات', '下書き', '草稿', '草稿箱', '草稿匣',
    '임시보관함', '임시 보관함', '작성중', 'thư nháp', 'draf', 'แบบร่าง',
  ],
  sent: [
    'sent', 'sent items', 'sent messages', 'sent mail', 'sent-mail', 'outbox sent', 'gesendet', 'gesendete objekte',
    'gesendete elemente', 'envoyés', 'éléments envoyés', 'messages envoyés', 'enviados', 'elementos enviados',
    'correo enviado', 'posta inviata', 'inviati', 'inviata', 'itens enviados', 'verzonden', 'verzonden items',
    'skickat', 'skickade', 'sendt', 'sendte elementer', 'lähetetyt', 'odeslané', 'odeslaná pošta', 'wysłane',
    'elementy wysłane', 'elküldött elemek', 'elküldött', 'trimise', 'gönderilmiş öğeler', 'gönderilenler',
    'отправленные', 'надіслані', 'απεσταλμένα', 'נשלחו', 'المرسلة', 'البريد المرسل', '送信済み', '送信済みメール',
    '送信済みアイテム', '已发送', '已发送邮件', '已傳送', '寄件備份', '보낸편지함', '보낸 편지함', '보낸메일함', '보낸 메일함',
    'đã gửi', 'terkirim', 'ส่งแล้ว',
  ],
  archive: [
    'archive', 'archives', 'archiv', 'archivo', 'archivio', 'arquivo', 'archief', 'arkiv', 'arkisto', 'archiwum',
    'archívum', 'arhivă', 'arşiv', 'архив', 'архів', 'αρχειοθήκη', 'ארכיון', 'الأرشيف', 'アーカイブ', '归档', '存档', '封存',
    '보관함', '보관 편지함', '보관메일함', 'lưu trữ', 'arsip',
  ],
  junk: [
    'junk', 'junk e-mail', 'junk email', 'junk mail', 'spam', 'bulk', 'bulk mail', 'spamverdacht', 'unerwünscht',
    'junk-e-mail', 'courrier indésirable', 'indésirables', 'pourriel', 'correo no deseado', 'no deseado',
    'posta indesiderata', 'indesiderata', 'lixo eletrônico', 'lixo electrónico', 'ongewenste e-mail', 'ongewenst',
    'skräppost', 'søppelpost', 'uønsket e-post', 'uønsket mail', 'roskaposti', 'nevyžádaná pošta', 'nevyžádané',
    'wiadomości-śmieci', 'levélszemét', 'nedorite', 'gereksiz', 'önemsiz e-posta', 'спам', 'нежелательная почта',
    'небажана пошта', 'ανεπιθύμητα', 'דואר זבל', 'البريد غير المرغوب فيه', '迷惑メール', '垃圾邮件', '垃圾郵件', '垃圾箱',
    '스팸편지함', '스팸 편지함', '스팸메일함', '스팸메일', '스팸', 'thư rác', 'สแปม',
  ],
  trash: [
    'trash', 'deleted', 'deleted items', 'deleted messages', 'bin', 'wastebasket', 'papierkorb', 'gelöscht',
    'gelöschte objekte', 'gelöschte elemente', 'corbeille', 'éléments supprimés', 'papelera', 'elementos eliminados',
    'eliminados', 'cestino', 'posta eliminata', 'lixeira', 'itens excluídos', 'itens eliminados', 'prullenbak',
    'verwijderde items', 'papperskorg', 'papperskorgen', 'borttaget', 'papirkurv', 'slettede elementer', 'slettet post',
    'roskakori', 'poistetut', 'koš', 'odstraněná pošta', 'kosz', 'elementy usunięte', 'törölt elemek', 'kuka',
    'coș de gunoi', 'çöp', 'çöp kutusu', 'silinmiş öğeler', 'корзина', 'удаленные', 'удалённые', 'кошик', 'видалені',
    'κάδος', 'διαγραμμένα', 'אשפה', 'פריטים שנמחקו', 'المحذوفات', 'سلة المهملات', 'ゴミ箱', '削除済みアイテム', '已删除',
    '已删除邮件', '废件箱', '刪除的郵件', '垃圾桶', '휴지통', '지운편지함', '지운 편지함', '삭제된 항목', 'thùng rác', 'sampah', 'ถังขยะ',
  ],
};

const byName: ReadonlyMap<string, FolderRole> = new Map(
  Object.entries(wellKnownNames).flatMap(([role, names]) =>
    names.map((name) => [name.normalize('NFC'), role as FolderRole] as const),
  ),
);

/** One listed folder, as far as its role depends on it. */
export interface RoleCandidate {
  readonly path: string;
  readonly name: string;
  /** Nesting: 0 at the top (a namespace prefix such as `INBOX.` not counted). */
  readonly depth: number;
  readonly attributes: readonly string[];
}

/**
 * The role of each folder, by path. The server's word (SPECIAL-USE) wins; a role nobody was given goes to the
 * folder with a well-known name, the one nearest to the top, in list order. No role is given twice, so that
 * "move to the bin" has one meaning. A folder under the bin or inbox keeps no role by its name (depth > 0).
 */
export function assignRoles(folders: readonly RoleCandidate[]): ReadonlyMap<string, FolderRole> {
  const roles = new Map<string, FolderRole>();
  const taken = new Set<FolderRole>();
  const give = (folder: RoleCandidate, role: FolderRole | undefined): void => {
    if (role === undefined || taken.has(role) || roles.has(folder.path)) return;
    roles.set(folder.path, role);
    taken.add(role);
  };
  for (const folder of folders) if (folder.path === 'INBOX') give(folder, 'inbox');
  for (const folder of folders)
    for (const attribute of folder.attributes) {
      const name = attribute.toLowerCase();
      if (Object.hasOwn(specialUse, name)) give(folder, specialUse[name]);
    }
  for (const folder of folders)
    if (folder.depth === 0) give(folder, byName.get(folder.name.normalize('NFC').toLowerCase()));
  return roles;
}
