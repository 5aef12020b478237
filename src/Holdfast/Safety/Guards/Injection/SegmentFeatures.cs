using System.Runtime.InteropServices;

namespace Holdfast.Safety.Guards.Injection;

/// <summary>What the structure of a segment says, as inputs of the linear model: how it begins, whom it speaks to and whether the rest of the document speaks of the same.</summary>
internal sealed class SegmentFeatures
{
    /// <summary>How many inputs a segment sets.</summary>
    public const int PerSegment = 10;

    private const int Topical = 4;
    private const uint Steering = (1u << (int)Concept.Your) | (1u << (int)Concept.Answer) | (1u << (int)Concept.Change) | (1u << (int)Concept.User) | (1u << (int)Concept.Tell);
    private const uint Overriding = (1u << (int)Concept.Ignore) | (1u << (int)Concept.Previous) | (1u << (int)Concept.Instruction) | (1u << (int)Concept.Prompt) | (1u << (int)Concept.New) | (1u << (int)Concept.Role);
    private const uint Seed = 0x51ED270B;

    /// <summary>Words that every text is full of; that they occur elsewhere says nothing.</summary>
    private static readonly HashSet<string> Common = new(
        ("about,after,also,answer,because,been,before,being,between,both,could,does,each,every,explain,following,from,give,have,here,into,just,like,main,make,many,more,most,much,must,need,only,other,over,please,provide,should,show,some,such,"
        + "tell,than,that,their,them,then,there,these,they,this,those,very,want,was,were,what,when,where,which,while,will,with,would,write,your").Split(','), StringComparer.Ordinal);

    private readonly List<InjectionWord> words;
    private readonly int[] stems;
    private readonly Dictionary<int, int> counts;
    private readonly int topical;

    /// <summary>Reads a document.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="features">Their inputs.</param>
    public SegmentFeatures(List<InjectionWord> words, int[] features)
    {
        this.words = words;
        stems = new int[words.Count];
        counts = new Dictionary<int, int>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            // The beginning of a word stands for its forms.
            stems[i] = words[i].Text.Length >= Topical && !Common.Contains(words[i].Text) ? features[(i * InjectionFeatures.PerWord) + InjectionFeatures.Beginning] : -1;
            if (stems[i] >= 0)
            {
                topical++;
                CollectionsMarshal.GetValueRefOrAddDefault(counts, stems[i], out _)++;
            }
        }
    }

    /// <summary>The inputs of a segment.</summary>
    public void Of(Segment segment, Span<int> inputs)
    {
        var (inside, elsewhere, addressed, first, meanings) = (0, 0, false, false, 0u);
        for (var i = segment.First; i < segment.First + segment.Count; i++)
        {
            var word = words[i].Text;
            meanings |= 1u << (int)words[i].Concept;
            addressed |= words[i].Concept is Concept.You or Concept.Your;
            first |= word is "i" or "me" or "my";
            if (stems[i] >= 0)
            {
                inside++;
                elsewhere += stems.AsSpan(segment.First, segment.Count).Count(stems[i]) < counts[stems[i]] ? 1 : 0;
            }
        }

        // A document of one sentence has no topic that something could break with.
        var rest = topical - inside;
        var topic = rest < 8 || inside == 0 ? 0 : 1 + Math.Min(3, elsewhere * 4 / inside);
        var opening = segment.Continues ? "" : words[segment.First].Text;
        var kind = (uint)segment.End;
        inputs[0] = Input(1, kind);
        inputs[1] = Input(2, (uint)topic);
        inputs[2] = Input(3, ((uint)topic * 4) + kind);
        inputs[3] = Input(4, Hash(opening));
        inputs[4] = Input(5, Hash(opening) ^ (segment.Count > 1 && !segment.Continues ? Hash(words[segment.First + 1].Text) * 31 : 0));
        inputs[5] = Input(6, Hash(opening) ^ ((uint)topic * 0x9E3779B9));
        inputs[8] = Input(9, meanings & Steering);
        inputs[9] = Input(10, meanings & Overriding);
        inputs[6] = Input(7, (addressed ? 1u : 0u) + (first ? 2u : 0u) + kind * 4);
        inputs[7] = Input(8, (uint)Math.Min(6, segment.Count / 4));
    }

    private static uint Hash(string word)
    {
        var hash = 2166136261;
        foreach (var c in word)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }

    private static int Input(uint kind, uint value) => InjectionFeatures.Bucket((Seed * kind) ^ (value * 0x85EBCA6B) ^ (value >> 13));
}
