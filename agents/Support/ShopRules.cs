namespace Holdfast.Agents.Support;

/// <summary>What the tools enforce; the pages of the knowledge base say the same, and a test compares them.</summary>
internal static class ShopRules
{
    /// <summary>How long after its delivery an article may be sent back, in days.</summary>
    public const int ReturnDays = 30;

    /// <summary>How long after its delivery damage may be reported, in days.</summary>
    public const int DamageDays = 14;

    /// <summary>How soon a refund arrives, in working days.</summary>
    public const int RefundWorkingDays = 5;

    /// <summary>The order value from which shipping is free, in cents.</summary>
    public const long FreeShippingCents = 60_00;

    /// <summary>What shipping costs below that, in cents.</summary>
    public const long ShippingCents = 4_90;

    /// <summary>The order value up to which a parcel may be sent to another address without a person, in cents.</summary>
    public const long RedirectCents = 150_00;

    /// <summary>How many wrong identity checks a customer has in a day.</summary>
    public const int IdentityAttempts = 5;

    /// <summary>How long wrong identity checks count.</summary>
    public static readonly TimeSpan IdentityWindow = TimeSpan.FromDays(1);

    /// <summary>How long automatic refunds count towards the limit.</summary>
    public static readonly TimeSpan RefundWindow = TimeSpan.FromDays(30);
}
