using System.ComponentModel.DataAnnotations;

namespace Holdfast.Agents.Support;

/// <summary>How the shop serves its customers. What its pages of rules say besides is in <see cref="ShopRules"/>.</summary>
public sealed class SupportOptions
{
    /// <summary>The name customers know.</summary>
    /// <value>Default <c>Fennel &amp; Finch</c>, the demo shop.</value>
    [Required]
    public string ShopName { get; set; } = "Fennel & Finch";

    /// <summary>The IANA time zone in which days are named.</summary>
    /// <value>Default <c>Europe/Berlin</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "Europe/Berlin";

    /// <summary>How to reach a person, said when the agent cannot help.</summary>
    /// <value>Default a number that is reserved for fiction.</value>
    [Required]
    public string ServicePhone { get; set; } = "+49 30 23125 010";

    /// <summary>The largest refund that is paid without a person, in whole euros; a customer's refunds of the last 30 days that were paid so do not exceed it together either.</summary>
    /// <value>Default 50, which the demo shop's pages name. 0 to 10000; 0 lets a person look at every refund.</value>
    [Range(0, 10_000)]
    public int RefundLimit { get; set; } = 50;

    /// <summary>Switches the order system off, as if it did not answer: what the agent says then can be tried.</summary>
    /// <value>Default false.</value>
    public bool OrderSystemDown { get; set; }
}
