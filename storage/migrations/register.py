"""The migrations in their order. A new one is a new file, added to the end."""

from storage.migrations.m0001_ground_floor import ground_floor
from storage.migrations.m0002_catalogues import MAY_CHANGE, catalogues
from storage.migrations.m0003_duplicates import duplicates
from storage.migrations.m0004_sets import sets
from storage.migrations.m0005_undo import undo
from storage.migrations.m0006_wipes import wipes
from storage.migrations.m0007_import_mappings import import_mappings
from storage.migrations.m0008_bulk import bulk
from storage.migrations.m0009_drafts import drafts
from storage.migrations.m0010_preferences import preferences
from storage.migrations.m0011_messages import messages
from storage.migrations.m0013_orders import orders
from storage.migrations.m0014_attachments import attachments
from storage.migrations.m0015_campaigns import campaigns
from storage.migrations.runner import Migration

MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "ground floor", ground_floor),
    Migration(2, "catalogues", catalogues, MAY_CHANGE),
    Migration(3, "duplicate control", duplicates),
    Migration(4, "customer sets", sets),
    Migration(5, "undo", undo),
    Migration(6, "wipes", wipes),
    Migration(7, "import mappings", import_mappings),
    Migration(8, "many customers at once", bulk),
    Migration(9, "drafts", drafts),
    Migration(10, "preferences", preferences),
    Migration(11, "messages", messages),
    Migration(13, "orders of customers", orders),
    Migration(14, "who reaches attachments", attachments),
    Migration(15, "campaigns", campaigns),
)
