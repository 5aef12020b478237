namespace Holdfast.Safety.Guards.Injection;

/// <summary>The rules, matched in one pass over the words.</summary>
internal static class InjectionRules
{
    private static readonly InjectionRule[] Rules =
    [
        new("instruction-override", 0.95, 8, Concept.Ignore, Concept.Previous, Concept.Instruction),
        new("instruction-override", 0.9, 7, Concept.Ignore, Concept.Your, Concept.Instruction),
        new("instruction-override", 0.9, 8, Concept.Ignore, Concept.Previous, Concept.Prompt),
        new("instruction-override", 0.8, 8, Concept.Ignore, Concept.New, Concept.Instruction),
        new("prompt-disclosure", 0.9, 7, Concept.Reveal, Concept.System, Concept.Prompt),
        new("prompt-disclosure", 0.9, 7, Concept.Reveal, Concept.Your, Concept.Prompt),
        new("prompt-disclosure", 0.8, 7, Concept.Reveal, Concept.Your, Concept.Instruction),
        new("role-change", 0.8, 7, Concept.You, Concept.Now, Concept.Role),
        new("role-change", 0.9, 12, Concept.Role, Concept.You, Concept.Unrestricted),
        new("concealment", 0.8, 6, Concept.Not, Concept.Tell, Concept.User),
        new("exfiltration", 0.8, 10, Concept.Send, Concept.Secret, Concept.Address),
        new("answer-steering", 0.7, 9, Concept.Change, Concept.Your, Concept.Answer),
    ];

    private static readonly InjectionRule[][] ByConcept =
        [.. Enum.GetValues<Concept>().Select(concept => Rules.Where(rule => rule.Concepts.Contains(concept)).ToArray())];

    /// <summary>Marks by which models tell roles apart: nobody outside has business writing them.</summary>
    private static readonly string[] RoleTokens =
        ["<|im_start|>", "<|im_end|>", "<|system|>", "<|assistant|>", "<|endoftext|>", "<|start_header_id|>", "<<SYS>>", "[INST]", "[/INST]", "### System", "### Instruction", "<start_of_turn>", "[system](#"];

    /// <summary>What the rules find, at most one finding per kind; places are of the normalised text.</summary>
    public static List<GuardFinding> Find(string text, List<InjectionWord> words)
    {
        var found = new List<GuardFinding>();
        if (text.AsSpan().ContainsAny("<[#"))
        {
            foreach (var token in RoleTokens)
            {
                if (text.IndexOf(token, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                {
                    found.Add(new GuardFinding("role-token", at, token.Length, 0.9));
                    break;
                }
            }
        }

        Span<int> last = stackalloc int[ByConcept.Length];
        last.Fill(-1);
        for (var i = 0; i < words.Count; i++)
        {
            var concept = words[i].Concept;
            if (concept == Concept.None)
            {
                continue;
            }

            last[(int)concept] = i;
            foreach (var rule in ByConcept[(int)concept])
            {
                if (First(rule, last, words) is >= 0 and var first && words[i].Place - words[first].Place < rule.Window * 2 && !found.Exists(f => f.Kind == rule.Kind))
                {
                    found.Add(new GuardFinding(rule.Kind, words[first].Start, words[i].End - words[first].Start, rule.Confidence));
                }
            }
        }

        return found;
    }

    /// <summary>The word with which the latest occurrences of a rule's meanings begin, or -1 where one is missing.</summary>
    private static int First(InjectionRule rule, ReadOnlySpan<int> last, List<InjectionWord> words)
    {
        var first = words.Count;
        foreach (var concept in rule.Concepts)
        {
            first = Math.Min(first, last[(int)concept]);
        }

        return first;
    }
}
