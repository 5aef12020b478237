using System.ComponentModel.DataAnnotations;

namespace Holdfast.Agents.Scheduling;

/// <summary>How the business takes bookings.</summary>
public sealed class SchedulingOptions
{
    /// <summary>The name customers know.</summary>
    /// <value>Default <c>Lindenhof Studio</c>, the demo business.</value>
    [Required]
    public string BusinessName { get; set; } = "Lindenhof Studio";

    /// <summary>The IANA time zone in which customers name times, whatever zone a staff member works in.</summary>
    /// <value>Default <c>Europe/Berlin</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "Europe/Berlin";

    /// <summary>How to reach a person, said when the agent cannot help.</summary>
    /// <value>Default a number that is reserved for fiction.</value>
    [Required]
    public string OfficePhone { get; set; } = "+49 30 23125 000";

    /// <summary>The shortest time between booking and start, in minutes.</summary>
    /// <value>Default 120. 0 to 10080.</value>
    [Range(0, 10_080)]
    public int NoticeMinutes { get; set; } = 120;

    /// <summary>How far ahead bookings are taken, in days from today.</summary>
    /// <value>Default 90. 1 to 730.</value>
    [Range(1, 730)]
    public int HorizonDays { get; set; } = 90;

    /// <summary>The grid of start times, in minutes past the hour.</summary>
    /// <value>Default 15. 5, 10, 15, 20, 30 or 60.</value>
    [AllowedValues(5, 10, 15, 20, 30, 60)]
    public int StartEveryMinutes { get; set; } = 15;

    /// <summary>The address that confirmations come from. Its domain ends their message ids.</summary>
    /// <value>Default <c>bookings@lindenhof.example</c>.</value>
    [Required]
    [EmailAddress]
    public string ConfirmationSender { get; set; } = "bookings@lindenhof.example";

    /// <summary>The folder that confirmations are written to, one <c>.eml</c> file each, when <see cref="SmtpHost"/> is not set.</summary>
    /// <value>Default <c>outbox</c>, under the working folder.</value>
    [Required]
    public string OutboxFolder { get; set; } = "outbox";

    /// <summary>The mail server that confirmations are given to, or null to write files.</summary>
    /// <value>Default null.</value>
    public string? SmtpHost { get; set; }

    /// <summary>The mail server's port.</summary>
    /// <value>Default 587. 1 to 65535.</value>
    [Range(1, 65_535)]
    public int SmtpPort { get; set; } = 587;

    /// <summary>Whether to demand STARTTLS of the mail server.</summary>
    /// <value>Default true.</value>
    public bool SmtpTls { get; set; } = true;

    /// <summary>The user to sign in with at the mail server, or null for none.</summary>
    public string? SmtpUser { get; set; }

    /// <summary>The password to sign in with at the mail server, or null for none.</summary>
    public string? SmtpPassword { get; set; }
}
