namespace Holdfast.Safety.Guards.Injection;

/// <summary>What a word means to the rules, in whatever language.</summary>
internal enum Concept
{
    None,
    Ignore,
    Previous,
    Instruction,
    Reveal,
    Prompt,
    System,
    You,
    Your,
    Now,
    Role,
    Secret,
    Send,
    Not,
    Tell,
    User,
    Answer,
    Change,
    Unrestricted,
    New,
    Address,
}
