"""Grouping used cells so that those of one group live alike, from what one first cycle shows."""

from dicycle.health.lasting.comparing import Comparison as Comparison
from dicycle.health.lasting.comparing import compare as compare
from dicycle.health.lasting.files import read_features as read_features
from dicycle.health.lasting.files import read_trajectories as read_trajectories
from dicycle.health.lasting.grouping import group as group
from dicycle.health.lasting.living import Life as Life
from dicycle.health.lasting.living import Trajectory as Trajectory
from dicycle.health.lasting.living import available_life as available_life
from dicycle.health.lasting.living import lives_of as lives_of
from dicycle.health.lasting.model import Features as Features
from dicycle.health.lasting.model import Grouping as Grouping
from dicycle.health.lasting.predicting import predict_lives as predict_lives
from dicycle.health.lasting.reporting import Report as Report
from dicycle.health.lasting.reporting import report as report
