namespace Holdfast.Providers.Offline.Schema;

internal enum ParameterKind
{
    Text,
    Choice,
    Boolean,
    Integer,
    Number,
    Date,
    Time,
    DateTime,
    TimeZone,
    Email,
    Phone,
    PersonName,
    Id,
    List,
    Object,
}
