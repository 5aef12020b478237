using System.Collections.Frozen;
using Holdfast.Safety.Text;

namespace Holdfast.Safety.Guards.Injection;

/// <summary>Stems of words in twelve languages. A stem ending in $ is a whole word.</summary>
internal static class ConceptDictionary
{
    private const int LongestStem = 14;

    private static readonly (Concept Concept, string Stems)[] Stems =
    [
        (Concept.Ignore, "ignor disregard forget overrid bypass neglect$ discard$ circumvent vergiss ignorier missacht umgeh$ uberschreib oubli contourn neglig olvid desestim descart ignora dimentic trascur scord esquec desconsider negeer vergeet omzeil игнорир забуд проигнорир обойди 忽略 无视 無視 忘记 忘記 忘れ تجاهل انس تجاوز अनदेखा नजरअंदाज भूल"),
        (Concept.Previous, "previous prior preced earlier above foregoing everything$ all$ any$ vorherig bisherig vorig obig alle$ allen$ precedent anterior preceden tous$ toutes$ todas$ todos$ tutte$ tutti$ eerder vorige bovenstaand предыдущ прежн выше все$ всех$ 之前 以前 先前 上述 所有 これまで すべて السابق جميع كل पिछल पहले सभी"),
        (Concept.Instruction, "instruction directive guideline rule$ rules$ order$ orders$ command$ commands$ constraint policies$ anweisung regel$ regeln befehl vorgab consigne regles$ directiv instrucc regla ordenes$ istruzion regole$ direttiv instruc regras$ diretriz instructie regels$ opdracht инструкц правил указан команд 指令 指示 规则 規則 命令 ルール تعليمات قواعد أوامر निर्देश नियम आदेश"),
        (Concept.Reveal, "reveal disclos print$ output$ display$ show$ repeat$ recite dump$ leak$ expose$ verrat zeig$ zeige wiederhol gib$ ausgeb revel affich montre repet divulgu muestra mostrar repit rivel mostra ripet exib toon$ herhaal onthul раскро покаж повтор вывед 显示 透露 泄露 输出 重复 表示 見せて 教えて اكشف أظهر اعرض كرر दिखा बता प्रकट"),
        (Concept.Prompt, "prompt$ prompts$ systemprompt initialization preprompt systemanweisung systemaufforderung подсказк промпт 提示词 提示 プロンプト الموجه प्रॉम्प्ट"),
        (Concept.System, "system$ sistema$ systeme$ systeem$ initial$ hidden$ developer$ admin$ administrator$ root$ configuration$ систем 系统 系統 システム النظام सिस्टम"),
        (Concept.You, "you$ youre$ youll$ ya$ du$ bist$ vous$ tu$ eres$ sei$ voce$ jij$ bent$ ты$ вы$ 你 あなた أنت तुम$ आप$"),
        (Concept.Your, "your$ yours$ dein$ deine$ deinen$ ihre$ votre$ vos$ tes$ tus$ tuo$ tue$ tuoi$ seu$ suas$ jouw$ твои$ ваши$ твой$ 你的 आपके$ अपने$"),
        (Concept.Now, "now$ henceforth onward$ onwards$ jetzt nun$ maintenant desormais ahora adesso agora nu$ voortaan теперь сейчас 现在 現在 從現在 今から الآن अब$"),
        (Concept.Role, "pretend roleplay impersonat simulat act$ acting$ persona$ character$ dan$ chatbot$ chatgpt$ tust$ schauspiel incarn joue$ pretends$ finge actua interpreta fingi comport doe$ притвор действуй роль 扮演 假装 假裝 ふりを 演じ تظاهر अभिनय नाटक"),
        (Concept.Secret, "secret password passwort passcode credential apikey confidential token$ tokens$ kennwort geheim contrasena motdepasse clave$ parola senha wachtwoord парол секрет 密码 密碼 机密 パスワード 秘密 كلمة सर السر पासवर्ड गुप्त"),
        (Concept.Send, "send$ sending$ forward$ transmit exfiltrat upload$ transfer$ post$ senden$ sende schick uberweis envoy transf enviar envia manda$ invia inoltra encaminh stuur verzend отправ перешл 发送 發送 转发 送信 送って أرسل भेज"),
        (Concept.Not, "not$ dont$ never$ without$ no$ nicht$ niemals ne$ pas$ sin$ non$ nao$ niet$ не$ 不要 别 ないで لا मत$"),
        (Concept.Tell, "tell$ mention$ inform$ notify$ warn$ alert$ sag$ erwahn$ dis$ dire$ digas$ dire$ diga$ zeg$ vertel говори сообща 告诉 告訴 知らせ تخبر बताना"),
        (Concept.User, "user$ users$ customer$ human$ operator$ owner$ benutzer nutzer utilisateur usuario utente gebruiker пользовател 用户 用戶 ユーザー المستخدم उपयोगकर्ता"),
        (Concept.Answer, "answer$ answers$ response$ responses$ reply$ replies$ antwort reponse respuesta risposta resposta antwoord ответ 回答 回复 返答 الرد उत्तर"),
        (Concept.Change, "modify$ include$ integrate$ augment$ enhance$ insert$ append$ embed$ add$ replace$ provide$ render$ rewrite$ convert$ scramble rearrange misspell anagram encode$ suggest$ substitute$ introduce$ combine$ group$ remove$ begin$ start$ end$ finish$ fuge andere$ ajoute inclu agreg anad aggiung adicion voeg добав измени 添加 修改 追加"),
        (Concept.Unrestricted, "unrestrict unfilter uncensor unlimited$ jailbreak jailbroken unbound amoral unethical uneingeschrankt sansrestriction irrestrict senzarestrizioni onbeperkt безограничен 无限制 制限なし"),
        (Concept.New, "new$ updated$ following$ real$ actual$ neue$ neuen$ nouvelle nueva nuovo nova$ novas$ nieuwe новы новые 新的 新しい الجديد नए$"),
        (Concept.Address, "http$ https$ www$ mailto$ url$ com$ webhook$"),
    ];

    private static readonly FrozenDictionary<string, Concept> ByStem = Stems.SelectMany(s => s.Stems.Split(' ').Select(stem => (Stem: Fold(stem), s.Concept)))
        .DistinctBy(s => s.Stem).ToFrozenDictionary(s => s.Stem, s => s.Concept, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Concept>.AlternateLookup<ReadOnlySpan<char>> Lookup = ByStem.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a folded word means: by the longest stem that it starts with.</summary>
    public static Concept Of(ReadOnlySpan<char> word) => Match(word, whole: true, out _);

    /// <summary>Meanings inside a run without spaces, such as Chinese, or letters that were spaced out.</summary>
    public static IEnumerable<(Concept Concept, int Start)> Within(string run, int shortest)
    {
        for (var i = 0; i < run.Length;)
        {
            var concept = Match(run.AsSpan(i), whole: false, out var length);
            if (concept != Concept.None && length >= shortest)
            {
                yield return (concept, i);
                i += length;
            }
            else
            {
                i++;
            }
        }
    }

    private static Concept Match(ReadOnlySpan<char> word, bool whole, out int length)
    {
        Span<char> exact = stackalloc char[LongestStem + 1];
        if (whole && word.Length <= LongestStem)
        {
            word.CopyTo(exact);
            exact[word.Length] = '$';
            if (Lookup.TryGetValue(exact[..(word.Length + 1)], out var meaning))
            {
                length = word.Length;
                return meaning;
            }
        }

        for (length = Math.Min(word.Length, LongestStem); length > 0; length--)
        {
            if (Lookup.TryGetValue(word[..length], out var concept))
            {
                return concept;
            }
        }

        return Concept.None;
    }

    private static string Fold(string stem) => string.Concat(stem.Select(Characters.Plain));
}
